// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/time_words.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <ctime>

#include "tests/unit/report/times.h"

using namespace cel;

namespace {

constexpr std::int64_t kNow = 1'769'875'200 * kSecond;  // 2026-01-31 16:00:00 UTC, 17:00 in Berlin

struct InBerlin {
  InBerlin() {
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
  }
  ~InBerlin() {
    unsetenv("TZ");
    tzset();
  }
  InBerlin(const InBerlin&) = delete;
  InBerlin& operator=(const InBerlin&) = delete;
};

}  // namespace

TEST_CASE("moments are named as for journalctl") {
  const InBerlin zone;
  const auto [words, seconds] = GENERATE(table<const char*, double>({
      {"now", 0},
      {" now ", 0},
      {"-1h", -3600},
      {"+5min", 300},
      {"2 days ago", -172'800},
      {"1h 30min ago", -5400},
      {"1h30min ago", -5400},
      {"-90s", -90},
      {"-500ms", -0.5},
      {"today", -17 * 3600},
      {"yesterday", -41 * 3600},
      {"tomorrow", 7 * 3600},
      {"@1769875200", 0},
      {"@1769875200.25", 0.25},
      {"2026-01-31 17:00:00", 0},
      {"2026-01-31 17:00:00.5", 0.5},
      {"2026-01-31 17:00", 0},
      {"2026-01-31T16:00:00Z", 0},
      {"2026-01-31 16:00:00 UTC", 0},
      {"2026-01-31", -17 * 3600},
      {"16:30", -1800},
      {"16:59:59", -1},
  }));
  CAPTURE(words);
  const Result<std::int64_t> time = time_of_words(words, kNow);
  REQUIRE(time);
  CHECK(*time - kNow == static_cast<std::int64_t>(seconds * kSecond));
}

TEST_CASE("midnight is midnight on the day that the clocks change") {
  const InBerlin zone;
  const Result<std::int64_t> after = time_of_words("2026-03-29 12:00", kNow);  // noon in summer time
  REQUIRE(after);
  const Result<std::int64_t> midnight = time_of_words("today", *after);
  REQUIRE(midnight);
  CHECK(*after - *midnight == std::int64_t{11} * 3600 * kSecond);
}

TEST_CASE("what is no time is refused with what would be") {
  const char* words = GENERATE("", "soon", "-", "-h", "1h", "ago", " ago", "-1 fortnight", "@", "@x", "25:00",
                               "2026-13-01", "2026-01-31 17:00:00 extra", "-99999999999999999999h",
                               "-9999999999years", "12:30.x", "+9999999999w");
  CAPTURE(words);
  const Result<std::int64_t> time = time_of_words(words, kNow);
  REQUIRE_FALSE(time);
  CHECK(time.error().find("yesterday") != std::string::npos);
}
