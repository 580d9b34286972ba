// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
    queued,    ///< it may have sent something, and waits to be served
    idle,      ///< what it had sent is read, and its message has no end yet
    answering  ///< its report is being written
  };

  State state = State::free;
  std::uint32_t generation = 0;  ///< which of the clients that had this place it is
  Fd socket;
  Peer peer;
  bool watched = false;  ///< whether the kernel tells when it sends
  bool large = false;    ///< whether it is served with the long messages
  Time since{};
  std::string held;  ///< the start of its message
  Time held_since{};
};

/// The relay's clients: a table of places that does not grow. What they have sent of unfinished messages is
/// held in memory, of which there is only so much.
class Connections {
 public:
  using Id = std::uint64_t;  ///< of one client; never again of another

  static constexpr std::size_t kPlaces = 1000;
  static constexpr std::size_t kIdle = 800;  ///< how many may be idle, so that places are left for others
  static constexpr std::size_t kIdleOfUser = 400;       ///< and how many of one user
  static constexpr std::size_t kHeldBytes = 2U << 20U;  ///< as strings grow, up to twice that in memory

  Connections();

  bool full() const { return free_.empty(); }
  bool empty() const { return free_.size() == kPlaces; }

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

  void hold(Connection& client, std::string_view bytes, Connection::Time now);
  std::size_t held_bytes() const { return held_bytes_; }

  /// Hands out what is held of the client's message.
  std::string take_held(Connection& client);

  /// The idle client whose unfinished message is held for the longest time, if there is one.
  Connection* longest_held();

  /// Marks the client idle. When there are too many such, the one that has been there longest, of this user
  /// or of all, has to go: it is returned.
  Connection* make_idle(Connection& client);

  /// Marks an idle client queued.
  void make_queued(Connection& client);

  /// The idle client that came first, of the user `uid` or, without one, of all.
  Connection* oldest_idle(std::optional<uid_t> uid = std::nullopt);

 private:
  std::vector<Connection> places_;
  std::vector<std::uint32_t> free_;
  std::size_t held_bytes_ = 0;
  std::size_t idle_ = 0;
};

}  // namespace cel
