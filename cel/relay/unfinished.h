// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "cel/relay/connections.h"

namespace cel {

/// The clients whose messages are so long that the kernel holds no whole one, so that they have to be read
/// before their end has come. That takes memory, so few are read at once, fewer of one user; the others wait
/// in line, what they sent so far being the kernel's. While somebody waits, who is read must be quick.
class Unfinished {
 public:
  static constexpr std::size_t kAtOnce = 4;
  static constexpr std::size_t kAtOnceOfUser = 3;
  static constexpr std::size_t kMayBeFull = std::size_t{32} << 10U;  ///< bytes, of a small socket

  /// Puts a client in line that has sent kMayBeFull bytes, unless it is there already or is being read.
  void add(Connection& client, Connections::Id id);

  /// Lets those begin to be read who can be, and returns them: in turn who waits longest and who came last,
  /// so that a line of clients that stall holds up nobody who comes after them.
  std::vector<Connections::Id> begin(Connections& connections, Connection::Time now);

  /// Returns the slowest of those that are read, if it is so slow that it has to make room for who waits.
  Connection* too_slow(Connections& connections, Connection::Time now) const;

  bool empty() const { return waiting_.empty(); }

 private:
  bool has_room_for(const Connection& client, Connections& connections) const;

  std::deque<Connections::Id> waiting_;
  std::vector<Connections::Id> read_;
  bool takes_newest_ = false;
};

}  // namespace cel
