// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/relay/connections.h"
#include "cel/relay/listener.h"
#include "cel/relay/log.h"
#include "cel/relay/refusals.h"

namespace cel {

/// The relay: takes reports from clients over a unix socket and writes their lines into a log. A client sends
/// one message (message.h), closes its writing side and reads `ok\n`, which means that every line is in the
/// log, or `error <why>\n`.
///
/// It never waits, so that it can be part of any program's event loop, and no client waits for another one:
/// what a client has sent stays in the kernel, at that client's expense, until it is read in one go; long
/// messages are read one at a time, users taking turns, after all short ones; those who are slow or silent
/// are bounded (connections.h) and in the end refused. A log that nobody reads is everybody's business: after
/// a second of that all are refused, so that they have time left for another sink.
class RelayServer {
 public:
  /// Listens in the folder `run`, which errors call `shown_folder`, for what goes to the stream `log`. Both
  /// stay the caller's. SIGPIPE must be ignored.
  static Result<std::unique_ptr<RelayServer>> open(int run, const std::string& shown_folder, int log);

  RelayServer(const RelayServer&) = delete;
  RelayServer& operator=(const RelayServer&) = delete;

  /// Stops listening and refuses whoever was not answered.
  ~RelayServer();

  /// Is ready for reading, as poll(2) tells, when turn() should be called.
  int fd() const { return epoll_.get(); }

  /// In how many milliseconds turn() should be called in any case; -1 for never.
  int timeout();

  /// Does what there is to do. An error means that the log has lost its reader, and nothing can be relayed
  /// any more.
  Result<void> turn();

  /// Something that a person should know, if there is: at most one line in 10 s, without a newline.
  std::optional<std::string> notice();

 private:
  using Time = Connection::Time;
  using Id = Connections::Id;

  RelayServer(Listener listener, Fd epoll, int log);

  void take_events();
  void accept_clients();
  void enqueue(Connection& client);
  void serve_short();
  void serve_long();
  void serve(Connection& client);
  void wait_for(Connection& client, std::string_view bytes);
  void deliver(Connection& client, std::string_view message);
  void settle(Log::Progress progress);
  void refuse_when_stalled();
  void refuse_late();
  void refuse(Connection& client, std::string_view why);
  void answer(Connection& client, std::string_view line);
  bool too_much_held() const { return connections_.held_bytes() > Connections::kHeldBytes / 2; }

  Listener listener_;
  Fd epoll_;
  Log log_;
  Connections connections_;
  Refusals refusals_;
  bool may_have_clients_ = true;  // who connected and was not accepted
  std::deque<Id> short_;
  std::deque<Id> long_;
  uid_t last_long_ = 0;          // whose long message was read last
  std::optional<Id> answering_;  // whose report waits in the log
  std::string scratch_;          // what recv(2) fills
  Time now_;
  Time next_check_;
  std::string opening_;
};

}  // namespace cel
