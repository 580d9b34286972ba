// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/backoff.h"

#include <algorithm>

namespace cel {

std::chrono::milliseconds Backoff::next(std::chrono::milliseconds asked) {
  constexpr std::chrono::milliseconds kLongestBackoff = std::chrono::minutes(1);
  constexpr std::chrono::milliseconds kMostGranted = std::chrono::hours(1);
  const auto wait = wait_ - std::chrono::milliseconds(
                                std::uniform_int_distribution<std::int64_t>(0, wait_.count() / 2)(random_));
  wait_ = std::min(wait_ * 2, kLongestBackoff);
  return std::max(wait, std::min(asked, kMostGranted));
}

}  // namespace cel
