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

/// The message of a client. Its bytes belong to the intake and are valid until its next call.
struct Message {
  Connections::Id client;
  std::string_view bytes;
};

/// Accepts clients, reads their messages and answers them, without ever waiting.
///
/// A message stays in the kernel, at its client's expense, until it is complete, and is then read at once.
/// Short messages are read in the order in which they come, long ones one at a time, users in turn. Only a
/// message that the kernel cannot hold is read earlier (unfinished.h). Silent and slow clients are limited,
/// per user and in all, and are refused in the end; those that make progress go last (connections.h).
class Intake {
 public:
  using Time = Connection::Time;
  using Id = Connections::Id;

  /// Returns an intake for the clients of `listener`, which also watches the stream `log` for room.
  static Result<Intake> open(Listener listener, int log);

  Intake(Intake&&) = default;
  Intake& operator=(Intake&&) = delete;

  /// Stops listening and refuses the clients that are left.
  ~Intake();

  /// Returns a descriptor that is ready for reading (poll(2)) when a client needs attention or the log has
  /// room again.
  int fd() const { return epoll_.get(); }

  /// Returns how long there is nothing to do unless fd() becomes ready; nothing if without limit.
  std::optional<Time::duration> wait() const;
  std::optional<Time> notice_due() const { return refusals_.due(); }

  /// Handles new connections and new bytes, a bounded number at a time, and refuses clients that take too
  /// long.
  void take_clients(Time now);

  /// Returns the next short message, if there is one.
  std::optional<Message> next_short();

  /// Returns the next long message, if there is one, of another user than the last one if possible.
  std::optional<Message> next_long();

  /// Returns who the client of a message is.
  Peer peer_of(Id id);

  /// Answers a client, if it has not left, and closes its connection.
  void acknowledge(Id id);
  void refuse(Id id, std::string_view why);

  /// Refuses all clients whose messages are complete.
  void refuse_queued(std::string_view why);

  /// Returns a message for the operator, if there is one: at most one line in 10 s, without a newline.
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
  bool may_have_clients_ = true;  // clients may wait to be accepted
  bool may_accept_ = true;        // descriptors are left for them
  Unfinished unfinished_;
  std::deque<Id> short_;
  std::deque<Id> long_;
  uid_t last_long_ = 0;  // the user whose long message was read last
  std::string scratch_;  // recv(2)'s buffer
  std::string whole_;    // a message that was read in pieces
  Time now_;
  Time next_check_;
};

}  // namespace cel
