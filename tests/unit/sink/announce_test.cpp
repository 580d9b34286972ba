// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/announce.h"

#include <poll.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "cel/base/clock.h"

using namespace cel;

// One test, as test cases run side by side, and a process namespace has one listener.
TEST_CASE("an announced death is heard once, with who announced it, who waits until then") {
  {
    const Fd socket = listen_for_deaths();
    REQUIRE(socket);
    CHECK_FALSE(listen_for_deaths());
    CHECK_FALSE(next_announced_death(socket));
    std::thread announcer([] { announce_death(42); });
    REQUIRE(wait_ready(socket.get(), POLLIN, Deadline::after(std::chrono::seconds(10))));
    {
      const auto death = next_announced_death(socket);
      REQUIRE(death);
      CHECK(death->pid == 42);
      CHECK(death->sender == getpid());
      CHECK(death->sender_uid == getuid());
      CHECK(death->held);
    }
    announcer.join();
    CHECK_FALSE(next_announced_death(socket));
    announce_death(43);  // which is not heard, and so waits no longer than its patience
    CHECK(next_announced_death(socket)->pid == 43);
  }
  announce_death(45);  // nobody listens, and nobody waits
  const Fd later = listen_for_deaths();
  CHECK(later);
  CHECK_FALSE(next_announced_death(later));
}

TEST_CASE("a record tells of a death unless the program went on") {
  CHECK(death_in({{"pid", 7}, {"severity", "fatal"}}, 3) == 7);
  CHECK(death_in({{"pid", 7}}, 3) == 7);
  CHECK(death_in(Json::object(), 3) == 3);
  CHECK(death_in({{"pid", "seven"}}, 3) == 3);
  CHECK_FALSE(death_in({{"pid", 7}, {"severity", "error"}}, 3));
  CHECK_FALSE(death_in({{"pid", 1ULL << 40U}}, 3));
}
