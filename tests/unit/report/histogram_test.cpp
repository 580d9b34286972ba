// SPDX-License-Identifier: Apache-2.0
#include "cel/report/histogram.h"

#include <catch2/catch.hpp>
#include <numeric>

#include "tests/unit/report/times.h"

using namespace cel;

namespace {

constexpr std::int64_t kNewest = 1'700'000'000 * kSecond;

std::uint64_t sum(const Histogram& histogram) {
  const auto bins = histogram.bins();
  return std::accumulate(bins.begin(), bins.end(), std::uint64_t{0});
}

}  // namespace

TEST_CASE("a histogram counts into bins that end at its end, the newest last") {
  Histogram histogram(kNewest);
  histogram.add(kNewest);
  histogram.add(kNewest - kSecond, 2);
  histogram.add(kNewest - 3 * kSecond);
  const auto bins = histogram.bins();
  CHECK(histogram.width() == kSecond);
  CHECK(bins[47] == 1);
  CHECK(bins[46] == 2);
  CHECK(bins[45] == 0);
  CHECK(bins[44] == 1);
}

TEST_CASE("what is older makes the bins wider and loses nothing") {
  Histogram histogram(kNewest);
  for (int i = 0; i < 40; ++i) {
    histogram.add(kNewest - i * kSecond);
  }
  histogram.add(kNewest - 3600 * kSecond);
  CHECK(histogram.width() == 128 * kSecond);
  CHECK(histogram.bins()[47] == 40);
  CHECK(sum(histogram) == 41);
  histogram.add(0);
  CHECK(sum(histogram) == 42);
  CHECK(histogram.bins()[47] == 41);
}

TEST_CASE("what lies in the future counts as now") {
  Histogram histogram(kNewest);
  histogram.add(kNewest + 86'400 * kSecond);
  CHECK(histogram.bins()[47] == 1);
  CHECK(histogram.width() == kSecond);
}

TEST_CASE("histograms of one end are brought to one width") {
  Histogram young(kNewest);
  Histogram old(kNewest);
  young.add(kNewest - kSecond);
  old.add(kNewest - 1000 * kSecond);
  young.widen(old.width());
  CHECK(young.width() == old.width());
  CHECK(young.bins()[47] == 1);
}

TEST_CASE("a sparkline's highest bar is its highest count, and nothing is a space") {
  Histogram histogram(kNewest);
  histogram.add(kNewest, 8);
  histogram.add(kNewest - 20 * kSecond, 4);
  histogram.add(kNewest - 47 * kSecond, 1);
  CHECK(sparkline(histogram, 8) == "▁   ▄  █");
}

TEST_CASE("an empty histogram has an empty sparkline") {
  CHECK(sparkline(Histogram(kNewest), 8) == std::string(8, ' '));
}
