// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/arrivals.h"

#include <algorithm>

namespace cel {

void Arrivals::add(std::uint64_t number, Clock::time_point now) {
  constexpr std::size_t kMostMarks = 4096;
  if (!marks_.empty() && now - marks_.back().time < interval_) {
    return;
  }
  if (marks_.size() >= kMostMarks) {
    std::size_t index = 0;
    std::erase_if(marks_, [&index](const Mark&) { return index++ % 2 == 1; });
    interval_ *= 2;
  }
  marks_.push_back({number, now});
}

void Arrivals::forget_before(std::uint64_t number) {
  while (marks_.size() > 1 && marks_[1].number <= number) {
    marks_.pop_front();
  }
  interval_ = marks_.size() > 1 ? interval_ : std::chrono::seconds(1);
}

Arrivals::Clock::time_point Arrivals::time_of(std::uint64_t number, Clock::time_point now) const {
  const auto later =
      std::upper_bound(marks_.begin(), marks_.end(), number,
                       [](std::uint64_t wanted, const Mark& mark) { return wanted < mark.number; });
  return later != marks_.begin() ? std::prev(later)->time : marks_.empty() ? now : marks_.front().time;
}

}  // namespace cel
