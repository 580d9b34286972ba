// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/progress.h"

#include <catch2/catch.hpp>

using namespace cel;

TEST_CASE("progress tells how much of how much, and what was found") {
  CHECK(progress_line(0, 1000, 0, 80) == "[------------------------]   0%  0 bytes of 1.0 kB  0 reports");
  CHECK(progress_line(2'000'000'000, 4'000'000'000, 1, 80) ==
        "[############------------]  50%  2.0 GB of 4.0 GB  1 report");
  CHECK(progress_line(5, 4, 0, 80).find("100%") != std::string::npos);  // the log grew meanwhile
}

TEST_CASE("progress without an end tells what was read") {
  CHECK(progress_line(1'234'567, 0, 12, 80) == "1.2 MB read  12 reports");
}

TEST_CASE("progress never wraps into a second line") {
  CHECK(progress_line(2'000'000'000, 4'000'000'000, 1, 20) == "[############------…");
}
