// SPDX-License-Identifier: Apache-2.0
#include "cel/report/histogram.h"

#include <algorithm>

namespace cel {

void Histogram::add(std::int64_t time, std::uint64_t count) {
  const std::int64_t age = std::max<std::int64_t>(end_ - time, 0);
  widen(age / static_cast<std::int64_t>(kBins) + 1);
  back_.at(static_cast<std::size_t>(age / width_)) += count;
}

void Histogram::widen(std::int64_t width) {
  while (width_ < width) {
    for (std::size_t i = 0; i < kBins; ++i) {
      back_.at(i) = 2 * i < kBins ? back_.at(2 * i) + back_.at(2 * i + 1) : 0;
    }
    width_ *= 2;
  }
}

std::array<std::uint64_t, Histogram::kBins> Histogram::bins() const {
  std::array<std::uint64_t, kBins> forward{};
  std::reverse_copy(back_.begin(), back_.end(), forward.begin());
  return forward;
}

}  // namespace cel
