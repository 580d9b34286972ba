// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/encode.h"

#include <catch2/catch.hpp>

#include "tests/unit/random_record.h"

using namespace cel;

namespace {

constexpr const char* kId = "00112233aabbccdd";

Json record_of(std::string reason, std::string backtrace) {
  return {{"type", "T"},
          {"executable", "/e"},
          {"reason", std::move(reason)},
          {"backtrace", std::move(backtrace)},
          {"time", 1}};
}

Json json_of(const std::string& line, const std::string& tag) {
  return *parse_json(std::string_view(line).substr(tag.size() + 3));
}

}  // namespace

TEST_CASE("a record that fits is one line, itself") {
  CHECK(test::lines_of(record_of("r", "b"), kDefaultMaxLine, "tag", kId) ==
        std::vector<std::string>{
            R"(tag - {"type":"T","executable":"/e","reason":"r","backtrace":"b","time":1})"});
  CHECK(test::lines_of(record_of("r", "b"), kDefaultMaxLine, "", kId)[0][0] == '{');
}

TEST_CASE("a line is exactly as long as it may be before it becomes two") {
  const std::size_t rest = test::lines_of(record_of("r", ""), kDefaultMaxLine, "tag", kId)[0].size();
  CHECK(test::lines_of(record_of("r", std::string(kDefaultMaxLine - rest, 'x')), kDefaultMaxLine, "tag", kId)
            .size() == 1);
  CHECK(test::lines_of(record_of("r", std::string(kDefaultMaxLine - rest + 1, 'x')), kDefaultMaxLine, "tag",
                       kId)
            .size() == 2);
}

TEST_CASE("the head of an everyday crash has its whole traceback") {
  Json record = record_of("app.py:1:f:E: m", std::string(1500, 't'));
  record["pid"] = 5;
  record["exceptions"] = Json::array({{{"frames", std::string(5000, 'f')}}});
  record["hostname"] = "pod";
  const auto lines = test::lines_of(record, kDefaultMaxLine, "tag", kId);
  const Json head = json_of(lines[0], "tag");
  CHECK(head["backtrace"] == record["backtrace"]);
  CHECK(head["pid"] == 5);
  CHECK(head["hostname"] == "pod");
  CHECK_FALSE(head.contains("exceptions"));
  CHECK(head["cel"]["id"] == kId);
  CHECK(head["cel"]["parts"] == lines.size() - 1);
  CHECK(head["cel"]["bytes"] == to_line(record).size());
  CHECK(json_of(lines[1], "tag")["cel"]["part"] == 1);
}

TEST_CASE("only a backtrace that is too long is shortened, with its start and its end kept") {
  const std::string reason(600, 'r');
  const Json record = record_of(reason, "first" + std::string(9000, 'x') + "last");
  const Json head = json_of(test::lines_of(record, kDefaultMaxLine, "tag", kId)[0], "tag");
  CHECK(head["reason"] == reason);
  const std::string backtrace = head["backtrace"].get<std::string>();
  CHECK(backtrace.starts_with("first"));
  CHECK(backtrace.ends_with("last"));
  CHECK(backtrace.find(" bytes …") != std::string::npos);
}

TEST_CASE("with a reason that is too long as well, all mandatory elements share the line") {
  const Json head = json_of(test::lines_of(record_of(std::string(50'000, 'r'), std::string(50'000, 'b')),
                                           kDefaultMaxLine, "tag", kId)[0],
                            "tag");
  CHECK(head["type"] == "T");
  CHECK(head["reason"].get<std::string>().size() > 1000);
  CHECK(head["backtrace"].get<std::string>().size() > 1000);
}

TEST_CASE("no line is ever longer than allowed, for any record, tag and length") {
  const auto seed = GENERATE(range(0, 200));
  test::Random random(static_cast<unsigned>(seed));
  const Json record = test::random_record(random, test::between(random, 100, 40'000));
  const std::size_t max_line = test::between(random, kMinMaxLine, 6000);
  const std::string tag(test::between(random, 0, kMaxTag), 't');
  CAPTURE(seed, max_line, tag.size());
  for (const std::string& line : test::lines_of(record, max_line, tag, kId)) {
    REQUIRE(line.size() <= max_line);
    REQUIRE(line.find_first_of(std::string_view("\0\n\r", 3)) == std::string::npos);
    REQUIRE(line.find_first_not_of('t') != std::string::npos);
    REQUIRE(parse_json(std::string_view(line).substr(tag.empty() ? 0 : tag.size() + 3)));
  }
}

TEST_CASE("a tag is printable, not too long, and no syslog priority") {
  CHECK(valid_tag("container-exception-logger"));
  CHECK(valid_tag("my app"));
  for (const std::string tag : {"", "<3>x", "a\nb", "a\x7F", " a", "a ", "\xC3\xA9"}) {
    CHECK_FALSE(valid_tag(tag));
  }
  CHECK(valid_tag(std::string(128, 'x')));
  CHECK_FALSE(valid_tag(std::string(129, 'x')));
}
