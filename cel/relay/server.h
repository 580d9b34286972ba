// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cel/base/result.h"
#include "cel/relay/intake.h"
#include "cel/relay/log.h"

namespace cel {

/// The relay: takes reports from clients over a unix socket and writes their lines into a log. A client sends
/// one message (message.h), closes its writing side and reads `ok\n`, which means that every line is in the
/// log, or `error <why>\n`.
///
/// It never waits, so that it can be part of any program's event loop, and no client waits for another one
/// (intake.h). A log that nobody reads is everybody's business: after a second of that all are refused, so
/// that they have time left for another sink.
class RelayServer {
 public:
  /// Listens in the folder `run`, which errors call `shown_folder`, for what goes to the stream `log`. Both
  /// stay the caller's. SIGPIPE must be ignored.
  static Result<std::unique_ptr<RelayServer>> open(int run, const std::string& shown_folder, int log);

  /// The same for clients of `listener`, some of which may wait already.
  static Result<std::unique_ptr<RelayServer>> open(Listener listener, int log);

  RelayServer(const RelayServer&) = delete;
  RelayServer& operator=(const RelayServer&) = delete;

  /// Is ready for reading, as poll(2) tells, when turn() should be called.
  int fd() const { return intake_.fd(); }

  /// In how many milliseconds turn() should be called in any case; -1 for never.
  int timeout();

  /// Does what there is to do. An error means that the log has lost its reader, and nothing can be relayed
  /// any more.
  Result<void> turn();

  /// Something that a person should know, if there is: at most one line in 10 s, without a newline.
  std::optional<std::string> notice() { return intake_.notice(); }

 private:
  RelayServer(Intake intake, int log);

  void deliver(const Message& message);
  void settle(Log::Progress progress);
  void refuse_when_stalled();

  Intake intake_;
  Log log_;
  std::optional<Intake::Id> answering_;  // whose report waits in the log
  Intake::Time now_;
};

}  // namespace cel
