// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/arrivals.h"

#include <catch2/catch.hpp>

using namespace cel;
using namespace std::chrono_literals;

TEST_CASE("when a report arrived is known to the second, in bounded memory") {
  const Arrivals::Clock::time_point start{};
  Arrivals arrivals;
  CHECK(arrivals.time_of(7, start + 5s) == start + 5s);
  for (int number = 0; number < 100; ++number) {
    arrivals.add(static_cast<std::uint64_t>(number), start + number * 100ms);
  }
  CHECK(arrivals.time_of(0, start) == start);
  CHECK(arrivals.time_of(9, start) == start);
  CHECK(arrivals.time_of(35, start) == start + 3s);
  arrivals.forget_before(50);
  CHECK(arrivals.time_of(50, start) == start + 5s);
  for (int number = 100; number < 100'000; ++number) {
    arrivals.add(static_cast<std::uint64_t>(number), start + number * 1s);
  }
  CHECK(arrivals.time_of(99'999, start) == start + 99'999s);
  const auto middle = arrivals.time_of(50'000, start);
  CHECK(middle <= start + 50'000s);
  CHECK(middle > start + 40'000s);
}
