// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <deque>
#include <vector>

#include "cel/relay/connections.h"

namespace cel {

/// The clients whose messages are too long for the kernel, and are read before they are complete. This takes
/// memory, so only a few are read at once, fewer of one user; the others wait, their bytes in the kernel.
/// While others wait, a client that is read must be quick.
class Unfinished {
 public:
  static constexpr std::size_t kAtOnce = 4;
  static constexpr std::size_t kAtOnceOfUser = 3;
  static constexpr std::size_t kMayBeFull = std::size_t{32} << 10U;  ///< bytes that fill a small socket

  /// Queues a client that has sent kMayBeFull bytes, unless it is queued or read already.
  void add(Connection& client, Connections::Id id);

  /// Starts to read as many clients as possible, and returns them: in turn the one that waits longest and the
  /// one that came last, so that stalled clients do not hold up those behind them.
  std::vector<Connections::Id> begin(Connections& connections, Connection::Time now);

  /// Returns the slowest client that is read if it is too slow while others wait, or null.
  Connection* too_slow(Connections& connections, Connection::Time now) const;

  bool empty() const { return waiting_.empty(); }

 private:
  bool has_room_for(const Connection& client, Connections& connections) const;

  std::deque<Connections::Id> waiting_;
  std::vector<Connections::Id> read_;
  bool takes_newest_ = false;
};

}  // namespace cel
