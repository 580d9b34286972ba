// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/message_pattern.h"

#include <catch2/catch.hpp>

using namespace cel;

TEST_CASE("what varies in a message is replaced by what it is") {
  CHECK(message_pattern("user 42 at 0x7f3a11, id 123e4567-e89b-12d3-a456-426614174000") ==
        "user <n> at <hex>, id <hex>");
  CHECK(message_pattern("cannot open /var/lib/x.db: \"busy\"") == "cannot open <path>: <str>");
  CHECK(message_pattern("mail to ann@example.org failed in 1.5s") == "mail to <email> failed in <n>.<n>s");
  CHECK(message_pattern("don't stop") == "don't stop");
  CHECK(message_pattern("on 2024-01-02T03:04:05") == "on <n>-<n>-<n>T<n>:<n>:<n>");
  CHECK(message_pattern("").empty());
}
