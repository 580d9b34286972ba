// SPDX-License-Identifier: Apache-2.0
#include "cel/record/parse.h"

#include <catch2/catch.hpp>

#include "tests/unit/random_record.h"

using namespace cel;

TEST_CASE("an object is a report, on one line or on many") {
  CHECK(parse_reports(R"({"type":"x"})").at(0).object["type"] == "x");
  CHECK(parse_reports("\n {\n \"type\":\n \"x\"\n}\n\n").at(0).object["type"] == "x");
}

TEST_CASE("anything else is a report of text, whole") {
  for (const std::string text :
       {"boom", "Traceback\n  line", "[1]", "\"x\"", "{broken", "{\"a\":1} x", " \n", "\xFF\n", "1"}) {
    const auto reports = parse_reports(text);
    REQUIRE(reports.size() == 1);
    CHECK(reports[0].object.is_null());
    CHECK(reports[0].text == text);
  }
}

TEST_CASE("an empty input is no report") { CHECK(parse_reports("").empty()); }

TEST_CASE("objects one per line are reports, and text between them is not dropped") {
  const auto reports = parse_reports("{\"n\":1}\n{\"n\":2}\nsome\ntext\n\n{\"n\":NaN}\n{\"n\":\n");
  REQUIRE(reports.size() == 5);
  CHECK(reports[0].object["n"] == 1);
  CHECK(reports[1].object["n"] == 2);
  CHECK(reports[2].text == "some\ntext\n\n");
  CHECK(reports[3].object["n"] == "NaN");
  CHECK(reports[4].text == "{\"n\":\n");
}

TEST_CASE("a record with raw newlines and NULs in its strings, as old hooks wrote it, is still an object") {
  const auto reports = parse_reports(std::string_view("{\"reason\":\"a\nb\0c\"}", 18));
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].object["reason"] == std::string("a\nb\0c", 5));
}

TEST_CASE("no bytes at all crash the parser, and none are lost") {
  const auto seed = GENERATE(range(0, 300));
  test::Random random(static_cast<unsigned>(seed));
  const std::string bytes = test::random_bytes(random, test::between(random, 1, 400));
  CAPTURE(seed);
  CHECK_FALSE(parse_reports(bytes).empty());
}
