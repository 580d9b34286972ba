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
/// It never waits, so that it can be part of any event loop, and no client waits for another one (intake.h).
/// If nobody reads the log for a second, all clients are refused while they still have time for another sink.
class RelayServer {
 public:
  /// Returns a relay that listens in the folder `run`, which errors call `shown_folder`, and writes to the
  /// stream `log`. Both descriptors stay the caller's. SIGPIPE must be ignored.
  static Result<std::unique_ptr<RelayServer>> open(int run, const std::string& shown_folder, int log);

  /// The same for `listener`, whose clients may wait already.
  static Result<std::unique_ptr<RelayServer>> open(Listener listener, int log);

  RelayServer(const RelayServer&) = delete;
  RelayServer& operator=(const RelayServer&) = delete;

  /// Returns a descriptor that is ready for reading (poll(2)) when turn() should be called.
  int fd() const { return intake_.fd(); }

  /// Returns after how many milliseconds turn() should be called even if fd() is not ready; -1 for never.
  int timeout();

  /// Does all work that does not wait. An error means that the log has lost its reader for good.
  Result<void> turn();

  /// Returns a message for the operator, if there is one: at most one line in 10 s, without a newline.
  std::optional<std::string> notice() { return intake_.notice(); }

 private:
  RelayServer(Intake intake, int log);

  void deliver(const Message& message);
  void settle(Log::Progress progress);
  void refuse_when_stalled();

  Intake intake_;
  Log log_;
  std::optional<Intake::Id> answering_;  // the client whose report waits in the log
  Intake::Time now_;
};

}  // namespace cel
