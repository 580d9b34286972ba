// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace cel {

/// When the reports of a sequence arrived, to the second, or more coarsely where thousands of seconds are
/// kept.
class Arrivals {
 public:
  using Clock = std::chrono::steady_clock;

  /// Report `number` arrived.
  void add(std::uint64_t number, Clock::time_point now);

  /// Nobody asks for the reports before `number` any more.
  void forget_before(std::uint64_t number);

  /// When report `number` arrived, or a little before; nothing was added: `now`.
  Clock::time_point time_of(std::uint64_t number, Clock::time_point now) const;

 private:
  struct Mark {
    std::uint64_t number;
    Clock::time_point time;
  };

  std::chrono::seconds interval_{1};  // between two of them
  std::deque<Mark> marks_;            // ascending: from each number on, not before its time
};

}  // namespace cel
