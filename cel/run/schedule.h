// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <random>

namespace cel {

/// The times at which a command that is run again and again starts: the first one, and then one each period.
class Schedule {
 public:
  using Clock = std::chrono::steady_clock;

  /// Each start is later than its time by a random part of `jitter`, which is shorter than `period`.
  Schedule(Clock::time_point first, std::chrono::milliseconds period, std::chrono::milliseconds jitter)
      : time_(first), period_(period), jitter_(jitter) {}

  /// Returns when the next run starts. Times before `now` are skipped, except the first one.
  Clock::time_point next(Clock::time_point now);

 private:
  Clock::time_point time_;  // of the run that next() returned last, without jitter
  bool started_ = false;
  std::chrono::milliseconds period_;
  std::chrono::milliseconds jitter_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace cel
