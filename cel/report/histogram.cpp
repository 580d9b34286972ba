// SPDX-License-Identifier: Apache-2.0
#include "cel/report/histogram.h"

#include <algorithm>
#include <numeric>
#include <vector>

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

std::string sparkline(const Histogram& histogram, std::size_t width) {
  constexpr std::array<const char*, 8> kBars{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const auto bins = histogram.bins();
  const std::size_t together = bins.size() / width;
  std::vector<std::uint64_t> sums;
  for (auto bin = bins.begin(); bin != bins.end(); bin += static_cast<std::ptrdiff_t>(together)) {
    sums.push_back(std::accumulate(bin, bin + static_cast<std::ptrdiff_t>(together), std::uint64_t{0}));
  }
  const std::uint64_t most = *std::max_element(sums.begin(), sums.end());
  std::string line;
  for (const std::uint64_t sum : sums) {
    line += sum == 0 ? " " : kBars.at(static_cast<std::size_t>((sum - 1) * kBars.size() / most));
  }
  return line;
}

}  // namespace cel
