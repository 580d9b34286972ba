// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/relay/connections.h"
#include "cel/relay/listener.h"
#include "cel/relay/refusals.h"
#include "cel/relay/unfinished.h"

namespace cel {

/// All that a client has sent. Its bytes are the intake's, up to the next call.
struct Message {
  Connections::Id client;
  std::string_view bytes;
};

/// Where messages come from: accepts clients, reads what they send and answers them, without ever waiting.
///
/// What a client has sent stays in the kernel, at that client's expense, until its end has come: then it is
/// read in one go. Short messages are read in the order they come, long ones one at a time, users taking
/// turns. Only what the kernel cannot hold is read before (unfinished.h). Who is silent or slow is bounded,
/// of one user and of all, and in the end refused, who makes progress last of all (connections.h).
class Intake {
 public:
  using Time = Connection::Time;
  using Id = Connections::Id;

  /// Takes clients from `listener`, and watches for room in the stream `log`.
  static Result<Intake> open(Listener listener, int log);

  Intake(Intake&&) = default;
  Intake& operator=(Intake&&) = delete;

  /// Stops listening and refuses whoever was not answered.
  ~Intake();

  /// Is ready for reading, as poll(2) tells, when there are clients to take or the log has room again.
  int fd() const { return epoll_.get(); }

  /// How long there will be nothing to do unless fd() says so; nothing for ever.
  std::optional<Time::duration> wait() const;
  std::optional<Time> notice_due() const { return refusals_.due(); }

  /// Notes who connected or sent something, a bounded number of them, and refuses who takes too long.
  void take_clients(Time now);

  /// The next short message, if there is one.
  std::optional<Message> next_short();

  /// One long message: the next of whoever was not served last.
  std::optional<Message> next_long();

  /// Who a message's client is.
  Peer peer_of(Id id);

  /// Answers a client, if it is still there.
  void acknowledge(Id id);
  void refuse(Id id, std::string_view why);

  /// Refuses everybody who may have sent something.
  void refuse_queued(std::string_view why);

  /// Something that a person should know, if there is: at most one line in 10 s, without a newline.
  std::optional<std::string> notice();

 private:
  Intake(Listener listener, Fd epoll);

  void take_events();
  void accept_clients();
  void take(Fd socket);
  void look_at(Connection& client, bool ended);
  void read_unfinished();
  void read_piece(Connection& client);
  void enqueue(Connection& client);
  std::optional<std::string_view> read(Connection& client);
  void refuse_late();
  void refuse(Connection& client, std::string_view why);
  void answer(Connection& client, std::string_view line);

  Listener listener_;
  Fd epoll_;
  Connections connections_;
  Refusals refusals_;
  bool may_have_clients_ = true;  // who connected and was not accepted
  bool may_accept_ = true;        // there were descriptors for them
  Unfinished unfinished_;
  std::deque<Id> short_;
  std::deque<Id> long_;
  uid_t last_long_ = 0;  // whose long message was read last
  std::string scratch_;  // what recv(2) fills
  std::string whole_;    // a message that came in pieces
  Time now_;
  Time next_check_;
};

}  // namespace cel
