// SPDX-License-Identifier: Apache-2.0
#include "cel/run/schedule.h"

#include <catch2/catch.hpp>
#include <set>

using namespace cel;
using namespace std::chrono_literals;

namespace {

const Schedule::Clock::time_point kFirst{100s};

}  // namespace

TEST_CASE("the first run of a schedule starts at once, each other one a period later") {
  Schedule schedule(kFirst, 10s, 0s);
  CHECK(schedule.next(kFirst) == kFirst);
  CHECK(schedule.next(kFirst + 3s) == kFirst + 10s);
  CHECK(schedule.next(kFirst + 13s) == kFirst + 20s);
}

TEST_CASE("times that are over while a run goes on are skipped") {
  Schedule schedule(kFirst, 10s, 0s);
  CHECK(schedule.next(kFirst) == kFirst);
  CHECK(schedule.next(kFirst + 35s) == kFirst + 40s);
  CHECK(schedule.next(kFirst + 50s) == kFirst + 50s);
  CHECK(schedule.next(kFirst + 50s + 1ms) == kFirst + 60s);
  CHECK(schedule.next(kFirst + 70s + 1ns) == kFirst + 80s);
}

TEST_CASE("a first run that is late is not skipped") {
  Schedule schedule(kFirst, 10s, 0s);
  CHECK(schedule.next(kFirst + 25s) == kFirst);
}

TEST_CASE("jitter delays each start by less than itself, and does not add up") {
  Schedule schedule(kFirst, 10s, 5s);
  std::set<Schedule::Clock::duration> parts;
  for (int i = 0; i < 100; ++i) {
    const auto time = kFirst + i * 10s;
    const auto part = schedule.next(time) - time;
    CHECK(part >= 0s);
    CHECK(part <= 5s);
    parts.insert(part);
  }
  CHECK(parts.size() > 50);
}
