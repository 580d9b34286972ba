// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/base64.h"

#include <catch2/catch.hpp>

#include "tests/unit/random_record.h"

using namespace cel;

TEST_CASE("base64 is that of RFC 4648's examples") {
  CHECK(base64_encode("").empty());
  CHECK(base64_encode("f") == "Zg==");
  CHECK(base64_encode("fo") == "Zm8=");
  CHECK(base64_encode("foobar") == "Zm9vYmFy");
}

TEST_CASE("what was encoded comes back") {
  const auto seed = GENERATE(range(0, 50));
  test::Random random(static_cast<unsigned>(seed));
  const std::string bytes = test::random_bytes(random, test::between(random, 0, 100));
  CHECK(base64_decode(base64_encode(bytes)) == bytes);
}

TEST_CASE("what is not canonical is refused") {
  for (const char* text :
       {"Zg", "Zg=", "Z===", "====", "Zh==", "Zm9=", "Zm9v\n", "Zm 9", "Zg==Zg==", "Zm-_"}) {
    CHECK_FALSE(base64_decode(text));
  }
}
