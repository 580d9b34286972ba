// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <random>

namespace cel {

/// How long to wait after each failure in a row: twice as long as the time before, up to a minute, less a
/// random part of up to a half, so that many senders do not come back at the same moment.
class Backoff {
 public:
  /// The wait after another failure; `asked` is the least that the other side asked for, of which an hour is
  /// granted at most.
  std::chrono::milliseconds next(std::chrono::milliseconds asked);

  void reset() { wait_ = kFirstWait; }

 private:
  static constexpr std::chrono::milliseconds kFirstWait{50};

  std::chrono::milliseconds wait_ = kFirstWait;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace cel
