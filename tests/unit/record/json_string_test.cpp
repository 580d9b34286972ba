// SPDX-License-Identifier: Apache-2.0
#include "cel/record/json_string.h"

#include <catch2/catch.hpp>

#include "cel/record/json.h"

using namespace cel;

namespace {

std::string read(std::string_view text) {
  const auto value = parse_nearly_json(text);
  return value ? to_line(*value) : "not JSON";
}

}  // namespace

TEST_CASE("the numbers that Python writes and JSON has not become strings") {
  CHECK(read(R"({"a":NaN,"b":-Infinity,"c":[Infinity],"d":1e999,"e":1})") ==
        R"({"a":"NaN","b":"-Infinity","c":["Infinity"],"d":"1e999","e":1})");
}

TEST_CASE("the same words inside strings stay") {
  CHECK(read("{\"NaN\":\"NaN\x01\"}") == R"({"NaN":"NaN\u0001"})");
}

TEST_CASE("raw control characters, NUL too, are escaped inside strings") {
  CHECK(read(std::string_view("{\"a\":\"x\ny\0z\"}", 13)) == R"({"a":"x\ny\u0000z"})");
}

TEST_CASE("bytes that are not UTF-8 are shown by value") {
  CHECK(read("{\"a\":\"caf\xE9\"}") == R"({"a":"caf\\xe9"})");
}

TEST_CASE("an escape of a surrogate that stands alone becomes text") {
  CHECK(read(R"(["\udce9","\ud800x","\ud83d\ude00","\ud83d\u0041"])") ==
        R"(["\\xe9","\\ud800x","\ud83d\ude00","\\ud83dA"])");
}

TEST_CASE("an escaped quote does not end a string") {
  CHECK(read("{\"a\":\"\\\"\n\\\\\"}") == R"({"a":"\"\n\\"})");
}

TEST_CASE("a number of more than a thousand digits is kept as a string of them") {
  const std::string digits(5000, '7');
  CHECK(read("[" + digits + "]") == "[\"" + digits + "\"]");
}

TEST_CASE("what is wrong in other ways stays wrong") {
  CHECK(read("{\"a\":}") == "not JSON");
  CHECK(read("{\"a\":\"\\") == "not JSON");
  CHECK(read("\"\\u12") == "not JSON");
  CHECK(read("{\"a\":\"\\q\"}") == "not JSON");
  CHECK(read("{\"a\":NaNNaN}") == "not JSON");
  CHECK(read("NaN") == "\"NaN\"");
}
