// SPDX-License-Identifier: Apache-2.0
#include "cel/base/span.h"

#include <catch2/catch.hpp>

using namespace cel;
using namespace std::chrono_literals;

TEST_CASE("a span of time has a unit, or is seconds") {
  CHECK(span_of("10") == 10s);
  CHECK(span_of("1.5s") == 1500ms);
  CHECK(span_of("500ms") == 500ms);
  CHECK(span_of("2m") == 2min);
  CHECK(span_of("1h") == 1h);
  CHECK(span_of("0") == 0s);
  for (const char* wrong : {"", "s", "-1", "1.2.3", "1 s", "1d", "1e3", "0x10", "99999h", "1ss", "."}) {
    INFO(wrong);
    CHECK_FALSE(span_of(wrong));
  }
}
