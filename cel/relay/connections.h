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
    idle,      ///< its message is not complete
    queued,    ///< its message is complete and waits to be read
    answering  ///< its report is being written
  };

  State state = State::free;
  std::uint32_t generation = 0;  ///< counts the clients that have had this place
  Fd socket;
  Peer peer;
  bool waits_for_room = false;     ///< waits for memory to read its unfinished message into
  Time since{};                    ///< when it was accepted
  std::size_t sent = 0;            ///< bytes that are known to be sent
  Time grown{};                    ///< when the last of these came
  std::string held;                ///< the start of a message that is read before it is complete
  std::optional<Time> held_since;  ///< when its message got memory to be read into
};

/// The relay's clients: a table of fixed size, half of which one user may have.
class Connections {
 public:
  using Id = std::uint64_t;  ///< of a client, never used for another one

  static constexpr std::size_t kPlaces = 1000;
  static constexpr std::size_t kOfUser = kPlaces / 2;

  Connections();

  bool full() const { return free_.empty(); }
  bool empty() const { return free_.size() == kPlaces; }

  /// Returns the number of the user's clients.
  std::size_t of_user(uid_t uid) const;

  /// Adds a client. There must be a free place.
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

  /// Returns the client, or null if it has left.
  Connection* find(Id id);

  /// Returns the idle client to refuse first, of the user `uid` or of all; null if none is idle. Silent
  /// clients go before new ones, both oldest first; clients that send go last, the slowest first.
  Connection* first_to_go(Connection::Time now, std::optional<uid_t> uid = std::nullopt);

 private:
  std::vector<Connection> places_;
  std::vector<std::uint32_t> free_;
  std::unordered_map<uid_t, std::size_t> of_user_;
};

/// Returns whether the client, unless it is new, has sent next to nothing since it came.
bool is_silent(const Connection& client, Connection::Time now);

}  // namespace cel
