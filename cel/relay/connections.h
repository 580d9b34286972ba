// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/relay/peer.h"

namespace cel {

/// A client of the relay.
struct Connection {
  using Time = Deadline::Clock::time_point;

  enum class State {
    free,
    idle,      ///< its message has no end yet
    queued,    ///< its message has an end, and waits to be read
    answering  ///< its report is being written
  };

  State state = State::free;
  std::uint32_t generation = 0;  ///< which of the clients that had this place it is
  Fd socket;
  Peer peer;
  bool waits_for_room = false;     ///< its unfinished message is to be read, once there is memory for it
  Time since{};                    ///< when it was accepted
  std::size_t sent = 0;            ///< bytes that it is known to have sent
  Time grown{};                    ///< when the last of these came
  std::string held;                ///< the start of a message that is read before its end has come
  std::optional<Time> held_since;  ///< when its message got the memory to be read into
};

/// The relay's clients: a table of places that does not grow, of which one user gets half.
class Connections {
 public:
  using Id = std::uint64_t;  ///< of one client; never again of another

  static constexpr std::size_t kPlaces = 1000;
  static constexpr std::size_t kOfUser = kPlaces / 2;

  Connections();

  bool full() const { return free_.empty(); }
  bool empty() const { return free_.size() == kPlaces; }

  /// How many clients of the user there are.
  std::size_t of_user(uid_t uid) const;

  /// Gives a client a place; there must be one.
  Connection& add(Fd socket, Connection::Time now);

  /// Closes the client's socket and frees its place.
  void remove(Connection& client);

  Id id_of(const Connection& client) const;

  /// Calls `visit` with every client; it may remove that one.
  template <typename Visit>
  void each(Visit visit) {
    for (Connection& client : places_) {
      if (client.state != Connection::State::free) {
        visit(client);
      }
    }
  }

  /// The client, if it is still there.
  Connection* find(Id id);

  /// Returns the idle client that has to go first, of the user `uid` or, without one, of all; null when none
  /// is idle. Who has said next to nothing in a while goes before who has just come, and both go before who
  /// sends: of the first two the oldest, of the last the slowest.
  Connection* first_to_go(Connection::Time now, std::optional<uid_t> uid = std::nullopt);

 private:
  std::vector<Connection> places_;
  std::vector<std::uint32_t> free_;
  std::unordered_map<uid_t, std::size_t> of_user_;
};

/// Whether the client has sent next to nothing in the time that it is there, if that is a while.
bool is_silent(const Connection& client, Connection::Time now);

}  // namespace cel
