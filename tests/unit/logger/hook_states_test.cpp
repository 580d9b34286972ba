// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/hook_states.h"

#include <catch2/catch.hpp>

using namespace cel;

TEST_CASE("versions are compared by their numbers, as far as the oldest one has them", "[logger]") {
  CHECK(is_older("14.21.3", "16"));
  CHECK(is_older("5.18.4", "5.20"));
  CHECK(is_older("2.6.10", "2.7"));
  CHECK_FALSE(is_older("16.0.0", "16"));
  CHECK_FALSE(is_older("5.36.0", "5.20"));
  CHECK_FALSE(is_older("17.0.15", "1.8"));
  CHECK_FALSE(is_older("1.8.0_402", "1.8"));
  CHECK_FALSE(is_older("27-ea", "1.8"));
  CHECK_FALSE(is_older("", "1.8"));
  CHECK_FALSE(is_older("8", ""));
}
