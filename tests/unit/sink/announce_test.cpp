// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/announce.h"

#include <unistd.h>

#include <catch2/catch.hpp>

using namespace cel;

// One test, as test cases run side by side, and a process namespace has one listener.
TEST_CASE("an announced death is heard once, from the own user and from root") {
  {
    const Fd socket = listen_for_deaths();
    REQUIRE(socket);
    CHECK_FALSE(listen_for_deaths());
    CHECK_FALSE(next_announced_death(socket, getuid()));
    announce_death(42);
    announce_death(43);
    CHECK(next_announced_death(socket, getuid()) == 42);
    CHECK(next_announced_death(socket, getuid()) == 43);
    CHECK_FALSE(next_announced_death(socket, getuid()));
    announce_death(44);
    const auto heard_by_another = next_announced_death(socket, getuid() + 1);
    CHECK(heard_by_another.has_value() == (getuid() == 0));  // who takes root's word, and nobody else's
  }
  announce_death(45);  // nobody listens, and nobody waits
  const Fd later = listen_for_deaths();
  CHECK(later);
  CHECK_FALSE(next_announced_death(later, getuid()));
}

TEST_CASE("a record tells of a death unless the program went on") {
  CHECK(death_in({{"pid", 7}, {"severity", "fatal"}}, 3) == 7);
  CHECK(death_in({{"pid", 7}}, 3) == 7);
  CHECK(death_in(Json::object(), 3) == 3);
  CHECK(death_in({{"pid", "seven"}}, 3) == 3);
  CHECK_FALSE(death_in({{"pid", 7}, {"severity", "error"}}, 3));
  CHECK_FALSE(death_in({{"pid", 1ULL << 40U}}, 3));
}
