// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/sparkline.h"

#include <catch2/catch.hpp>

#include "tests/unit/report/times.h"

using namespace cel;

namespace {

constexpr std::int64_t kEnd = 1'700'000'000 * kSecond;

}  // namespace

TEST_CASE("a sparkline's highest bar is its highest count, and nothing is a space") {
  Histogram histogram(kEnd);
  histogram.add(kEnd, 8);
  histogram.add(kEnd - 20 * kSecond, 4);
  histogram.add(kEnd - 47 * kSecond, 1);
  CHECK(sparkline(histogram, 8) == "▁   ▄  █");
}

TEST_CASE("an empty histogram has an empty sparkline") {
  CHECK(sparkline(Histogram(kEnd), 8) == std::string(8, ' '));
}
