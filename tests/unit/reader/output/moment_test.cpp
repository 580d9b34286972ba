// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/moment.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>
#include <limits>

using namespace cel;

TEST_CASE("a moment is told in the person's time zone") {
  setenv("TZ", "Europe/Berlin", 1);
  tzset();
  CHECK(local_time(1'700'000'000'999'999) == "Tue 2023-11-14 23:13:20 CET");
  CHECK(utc_time(1'700'000'000'999'999) == "2023-11-14T22:13:20Z");
  unsetenv("TZ");
  tzset();
}

TEST_CASE("a moment that nobody knows is no date") {
  CHECK(local_time(0) == "unknown");
  CHECK(local_time(-1) == "unknown");
  CHECK_FALSE(local_time(std::numeric_limits<std::int64_t>::max()).empty());
  CHECK(utc_time(0).empty());
}

TEST_CASE("a span is told in its largest unit") {
  constexpr std::int64_t kSecond = 1'000'000;
  CHECK(span_text(999'999) == "0 s");
  CHECK(span_text(59 * kSecond) == "59 s");
  CHECK(span_text(61 * kSecond) == "1 min");
  CHECK(span_text(7200 * kSecond) == "2 h");
  CHECK(span_text(86400 * kSecond) == "24 h");
  CHECK(span_text(864000 * kSecond) == "10 days");
  CHECK(span_text(-5 * kSecond) == "0 s");
}
