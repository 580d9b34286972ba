// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/sparkline.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace cel {

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
