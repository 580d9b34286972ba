// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/log_prefix.h"

#include <catch2/catch.hpp>
#include <string>

using namespace cel;

TEST_CASE("a prefix of docker compose or kubectl names the container, and is taken off") {
  std::string_view compose = "shop_web-1  | text | more";
  CHECK(take_log_prefix(compose)->name == "shop_web-1");
  CHECK(compose == "text | more");
  std::string_view pod = "[pod/shop-6b.x/web] text";
  const auto container = take_log_prefix(pod);
  REQUIRE(container);
  CHECK(container->pod == "shop-6b.x");
  CHECK(container->name == "web");
  CHECK(pod == "text");
}

TEST_CASE("a line without such a prefix stays as it is") {
  for (const std::string_view line : {"", " | text", "| text", "web| text", "web |text", "we b | text",
                                      "[pod/shop/web]text", "[pod/shop] text", "[pod//web] text",
                                      "[pod/shop/] text", "2026-01-31T12:00:00Z | text", "web \t| text"}) {
    CAPTURE(line);
    std::string_view rest = line;
    CHECK_FALSE(take_log_prefix(rest));
    CHECK(rest == line);
  }
  const std::string endless(100'000, 'a');
  std::string_view rest = endless;
  CHECK_FALSE(take_log_prefix(rest));
}
