// SPDX-License-Identifier: Apache-2.0
#include "cel/run/schedule.h"

namespace cel {

Schedule::Clock::time_point Schedule::next(Clock::time_point now) {
  if (started_) {
    time_ += period_;
    if (now > time_) {
      time_ += period_ * ((now - time_ + period_ - Clock::duration(1)) / period_);
    }
  }
  started_ = true;
  std::uniform_int_distribution<std::chrono::milliseconds::rep> part(0, jitter_.count());
  return time_ + std::chrono::milliseconds(part(random_));
}

}  // namespace cel
