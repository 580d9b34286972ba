// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/ship/destination/destination.h"

namespace cel {

/// How the queue of a destination is.
struct QueueStatus {
  std::string name;
  std::string type;
  std::uint64_t waiting = 0;  ///< reports
  std::uint64_t delivered = 0;
  std::uint64_t refused = 0;  ///< dead letters
  std::uint64_t dropped = 0;
  std::uint64_t failures = 0;   ///< attempts
  std::chrono::seconds lag{0};  ///< for how long the oldest report that waits is here
  bool is_down = false;
};

/// How all of it is.
struct ShipStatus {
  std::vector<QueueStatus> queues;
  std::uint64_t spool_bytes = 0;
  std::uint64_t spool_limit = 0;
  std::string problem;  ///< why logs are not read for now, or empty
};

/// A destination that shows what goes on. It has no queue: each report is told to it once it is safe, and it
/// settles it without waiting for anything.
class Observer : public Destination {
 public:
  using StatusSource = std::function<ShipStatus()>;

  /// Begins to show; from now on any thread may call `status`, as long as the object lives.
  virtual Result<void> open(StatusSource status) = 0;

  Observer* observer() override { return this; }
};

}  // namespace cel
