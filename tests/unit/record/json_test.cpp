// SPDX-License-Identifier: Apache-2.0
#include "cel/record/json.h"

#include <catch2/catch.hpp>

#include "tests/unit/random_record.h"

using namespace cel;

TEST_CASE("a million nested arrays are parsed, bounded and written without a stack") {
  const std::string deep = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  const auto value = parse_json(deep);
  REQUIRE(value);
  CHECK(to_line(*value).find("nested deeper than 100") != std::string::npos);
  CHECK(to_line(*value).size() < 300);
}

TEST_CASE("a million nested objects do not lose what comes after them") {
  std::string deep;
  for (int i = 0; i < 1'000'000; ++i) {
    deep += "{\"a\":";
  }
  deep = "{\"deep\":" + deep + "1" + std::string(1'000'000, '}') + ",\"after\":2}";
  const auto value = parse_json(deep);
  REQUIRE(value);
  CHECK((*value)["after"] == 2);
}

TEST_CASE("of equal keys the last value wins and the first place stays") {
  CHECK(to_line(*parse_json(R"({"a":1,"b":2,"a":3})")) == R"({"a":3,"b":2})");
}

TEST_CASE("an object of two hundred thousand keys takes no time") {
  std::string large = "{";
  for (int i = 0; i < 200'000; ++i) {
    large += "\"k" + std::to_string(i % 150'000) + "\":" + std::to_string(i) + ",";
  }
  large += "\"z\":0}";
  const auto value = parse_json(large);
  REQUIRE(value);
  CHECK(value->size() == 150'001);
  CHECK(value->get_ref<const Json::object_t&>().front().second == 150'000);
}

TEST_CASE("whole numbers beyond 64 bits keep their digits") {
  CHECK(to_line(*parse_json("[123456789012345678901234567890,18446744073709551615,-9223372036854775808]")) ==
        R"(["123456789012345678901234567890",18446744073709551615,-9223372036854775808])");
  CHECK(to_line(*parse_json("[1.0,0.1,1e3]")) == "[1.0,0.1,1000.0]");
}

TEST_CASE("what is not one JSON value is refused") {
  for (const char* text :
       {"", "{", "{}x", "nul", "[1,]", "{\"a\":NaN}", "\"\xFF\"", "1e999", "\"\\ud800\""}) {
    CHECK_FALSE(parse_json(text));
  }
}

TEST_CASE("strings are read right whether the parser sees them or not") {
  const std::string text =
      R"({"plain":"caf\u00e9","caf\u00e9":"plain","a\"b\\":["","\ud83d\ude00","\n"],"\\":"\\\""})";
  CHECK(*parse_json(text) == Json::parse(text));
  CHECK(to_line(*parse_json(text)) == text);
}

TEST_CASE("a record that was damaged is JSON, and the same, just where it is for the parser alone") {
  test::Random random(9);
  for (int i = 0; i < 2000; ++i) {
    std::string line = to_line(test::random_record(random, 600));
    for (std::size_t damages = test::between(random, 0, 3); damages > 0; --damages) {
      const std::size_t at = test::between(random, 0, line.size() - 1);
      line.replace(at, test::between(random, 0, 3), test::random_bytes(random, test::between(random, 0, 3)));
    }
    CAPTURE(line);
    const auto value = parse_json(line);
    REQUIRE(value.has_value() == Json::accept(line));
    if (value) {
      CHECK(*value == Json::parse(line));
    }
  }
}

TEST_CASE("a line is pure ASCII without control characters, and its size is foretold") {
  test::Random random(1);
  for (int i = 0; i < 500; ++i) {
    const std::string text = test::random_text(random, 60);
    const std::string line = to_line(Json(text));
    CHECK(line.find_first_not_of(
              " !\"#$%&'()*+,-./"
              "0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~") ==
          std::string::npos);
    CHECK(line.size() == escaped_size(text) + 2);
    CHECK(*parse_json(line) == Json(text));
  }
}
