// SPDX-License-Identifier: Apache-2.0
#include "cel/record/repair.h"

#include <catch2/catch.hpp>

#include "cel/record/json.h"

using namespace cel;

namespace {

std::string repaired(std::string_view text) {
  const auto value = parse_json(repair_json(text));
  return value ? to_line(*value) : "not JSON";
}

}  // namespace

TEST_CASE("the numbers that Python writes and JSON has not become strings") {
  CHECK(repaired(R"({"a":NaN,"b":-Infinity,"c":[Infinity],"d":1e999,"e":1})") ==
        R"({"a":"NaN","b":"-Infinity","c":["Infinity"],"d":"1e999","e":1})");
}

TEST_CASE("the same words inside strings stay") {
  CHECK(repaired("{\"NaN\":\"NaN\x01\"}") == R"({"NaN":"NaN\u0001"})");
}

TEST_CASE("raw control characters, NUL too, are escaped inside strings") {
  CHECK(repaired(std::string_view("{\"a\":\"x\ny\0z\"}", 13)) == R"({"a":"x\ny\u0000z"})");
}

TEST_CASE("bytes that are not UTF-8 are shown by value") {
  CHECK(repaired("{\"a\":\"caf\xE9\"}") == R"({"a":"caf\\xe9"})");
}

TEST_CASE("an escape of a surrogate that stands alone becomes text") {
  CHECK(repaired(R"(["\udce9","\ud800x","\ud83d\ude00","\ud83d\u0041"])") ==
        R"(["\\xe9","\\ud800x","\ud83d\ude00","\\ud83dA"])");
}

TEST_CASE("an escaped quote does not end a string") {
  CHECK(repaired("{\"a\":\"\\\"\n\\\\\"}") == R"({"a":"\"\n\\"})");
}

TEST_CASE("what is wrong in other ways stays wrong") {
  CHECK(repaired("{\"a\":}") == "not JSON");
  CHECK(repaired("{\"a\":\"\\") == "not JSON");
  CHECK(repaired("\"\\u12") == "not JSON");
}
