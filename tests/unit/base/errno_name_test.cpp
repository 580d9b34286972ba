// SPDX-License-Identifier: Apache-2.0
#include "cel/base/errno_name.h"

#include <catch2/catch.hpp>
#include <cerrno>
#include <cstring>

using namespace cel;

TEST_CASE("each errno has the name that glibc has for it, and an unknown one its number") {
  for (int error = 1; error <= EHWPOISON + 1; ++error) {
    const char* name = strerrorname_np(error);
    CHECK(errno_name(error) == (name != nullptr ? name : std::to_string(error)));
  }
  CHECK(errno_name(0) == "0");
  CHECK(errno_name(-1) == "-1");
}
