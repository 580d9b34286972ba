// SPDX-License-Identifier: Apache-2.0
#include "cel/record/parse.h"

#include <catch2/catch.hpp>

#include "tests/unit/random_record.h"

using namespace cel;

namespace {

JsonBounds bounds(std::size_t values, std::size_t strings) {
  JsonBounds bounds;
  bounds.values = values;
  bounds.members = 10;
  bounds.string = 1000;
  bounds.strings = strings;
  bounds.member_strings = 1000;
  return bounds;
}

}  // namespace

TEST_CASE("an object is a report, on one line or on many, nearly valid or not") {
  CHECK(parse_report(R"({"type":"x"})", JsonBounds()).object["type"] == "x");
  CHECK(parse_report("\n {\n \"type\":\n \"x\"\n}\n\n", JsonBounds()).object["type"] == "x");
  CHECK(parse_report("{\"type\":NaN}", JsonBounds()).object["type"] == "NaN");
}

TEST_CASE("anything else is a report of text, whole") {
  for (const std::string text :
       {"boom", "Traceback\n  line", "[1]", "\"x\"", "{broken", "{\"a\":1} x", " \n", "\xFF\n", "1", ""}) {
    const RawReport report = parse_report(text, JsonBounds());
    CHECK(report.object.is_null());
    CHECK(report.text == text);
  }
}

TEST_CASE("an object with more values than a relay takes is a text") {
  CHECK(parse_report("{\"a\":[1,2,3]}", 4).object.is_null());
  CHECK(parse_report("{\"a\":[1,2,3]}", 5).object["a"].size() == 3);
}

TEST_CASE("values beyond the bound are left out and counted in their place, but not what stands outermost") {
  const Json object =
      parse_report(R"({"a":[1,2,3,4,5],"b":{"c":[],"d":1},"reason":"r"})", bounds(5, 1000)).object;
  CHECK(to_line(object) == R"({"a":[1,2,3,"\u2026 2 values \u2026"],"b":{"\u2026":"\u2026 2 values \u2026"},)"
                           R"("reason":"r"})");
}

TEST_CASE("strings beyond the bounds lose their middle, or all of it") {
  const std::string text(2000, 'x');
  const Json object =
      parse_report(R"({"a":[")" + text + R"(",")" + text + R"("],"reason":")" + text + "\"}", bounds(9, 1500))
          .object;
  CHECK(object["a"][0].get<std::string>().size() <= 1000);
  CHECK(object["a"][0].get<std::string>().starts_with("xxx"));
  CHECK(object["a"][0].get<std::string>().ends_with("xxx"));
  CHECK(object["a"][1].get<std::string>().find(" bytes …") != std::string::npos);
  CHECK(object["reason"].get<std::string>().starts_with("xxx"));
}

TEST_CASE("of an object that was cut, what came before the cut stays an object") {
  const std::string start = R"({"type":"T","list":[1,{"a":"the start of a st)";
  const RawReport report = parse_cut_report(start + "\n… 9 bytes …\n:5}]}", start.size(), JsonBounds());
  CHECK(report.object["type"] == "T");
  CHECK(report.object["list"][1]["a"] == "the start of a st…");
  CHECK(report.object["…"] == "… 9 bytes …\n:5}]}");
}

TEST_CASE("of an object that was cut within a string, all else stays") {
  const std::string start = R"({"type":"T","backtrace":"first)";
  const RawReport report =
      parse_cut_report(start + "\n… 9 bytes …\nlast\",\"z\":1}", start.size(), JsonBounds());
  CHECK(report.object["backtrace"] == "first\n… 9 bytes …\nlast");
  CHECK(report.object["z"] == 1);
}

TEST_CASE("no bytes at all crash the parser") {
  const auto seed = GENERATE(range(0, 300));
  test::Random random(static_cast<unsigned>(seed));
  const std::string bytes = "{" + test::random_bytes(random, test::between(random, 1, 400)) + "}";
  CAPTURE(seed);
  CHECK(parse_report(bytes, JsonBounds()).text == bytes);
  CHECK(parse_cut_report(bytes, bytes.size() / 2, bounds(3, 300)).text == bytes);
}
