// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/http/verdict.h"

#include <catch2/catch.hpp>

#include "cel/ship/http/web_address.h"

using namespace cel;

TEST_CASE("only an answer about the content gives a report up; a wrong key or address can be mended") {
  const auto outcome_of = [](long status) { return verdict_of({status, "words", {}}).outcome; };
  for (const long status : {200L, 202L, 204L}) {
    CHECK(outcome_of(status) == Verdict::Outcome::settled);
  }
  for (const long status : {400L, 413L, 422L}) {
    CHECK(outcome_of(status) == Verdict::Outcome::refused);
  }
  for (const long status : {0L, 301L, 401L, 403L, 404L, 408L, 409L, 429L, 500L, 503L}) {
    CHECK(outcome_of(status) == Verdict::Outcome::down);
  }
  CHECK(verdict_of({401, " bad key\n", {}}).answer ==
        "answered 401 (check the key or the password): bad key");
  CHECK(verdict_of({429, "", std::chrono::seconds(7)}).retry_after == std::chrono::seconds(7));
}

TEST_CASE("an address is taken apart, and its user and password do not stay in it") {
  const auto address = web_address("https://us%40er:pass@example.com:8080/a/b?c=d");
  REQUIRE(address);
  CHECK(address->url == "https://example.com:8080/a/b?c=d");
  CHECK(address->server == "https://example.com:8080");
  CHECK(address->path == "/a/b");
  CHECK(address->user == "us@er");
  CHECK(address->password == "pass");
  for (const char* wrong :
       {"", "example.com", "ftp://example.com/", "file:///etc/passwd", "http://", "https://a b/"}) {
    CHECK_FALSE(web_address(wrong));
  }
}
