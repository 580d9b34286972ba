// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/decode.h"

#include <catch2/catch.hpp>

#include "cel/wire/encode.h"
#include "tests/unit/random_record.h"

using namespace cel;

namespace {

std::size_t offset_in(std::string_view line) {
  const auto found = find_line(line, "tag");
  return found ? found->offset : std::string::npos;
}

}  // namespace

TEST_CASE("the tag is found anywhere in a line") {
  CHECK(offset_in(R"(tag - {"a":1})") == 0);
  CHECK(offset_in(R"(progress 10%tag - {"a":1})") == 12);
  CHECK(offset_in("tag - {\"a\":1}\r") == 0);
  CHECK(offset_in(R"(tag - {"a":1} )") == std::string::npos);
  CHECK(offset_in(R"(tag: {"a":1})") == std::string::npos);
  CHECK(offset_in("") == std::string::npos);
}

TEST_CASE("a torn line does not hide the whole one that follows it") {
  CHECK(offset_in(R"(tag - {"a":"torntag - {"b":2})") == 16);
}

TEST_CASE("what other programs' serializers write is a record too") {
  const auto found = find_line(R"(tag - {"reason":"\ud800 \udcff","x":NaN})", "tag");
  REQUIRE(found);
  CHECK(found->content.object == Json{{"reason", R"(\ud800 \xff)"}, {"x", "NaN"}});
  CHECK(offset_in(R"(tag - {"a":"torn \ud800)") == std::string::npos);
}

TEST_CASE("a line of ours that is quoted in a record is not taken for one") {
  const Json record = {
      {"reason", R"(saw tag - {"x":1})"}, {"backtrace", R"(tag - {"x":1})"}, {"last", R"(tag - {"x":1})"}};
  const auto found = find_line("tag - " + to_line(record), "tag");
  REQUIRE(found);
  CHECK(found->offset == 0);
  CHECK(found->content.object == record);
}

TEST_CASE("without a tag the whole line is the record") {
  CHECK(find_line(R"({"a":1})", ""));
  CHECK_FALSE(find_line(R"(x{"a":1})", ""));
}

TEST_CASE("framing that our logger cannot have written is refused") {
  for (const char* cel : {
           R"({"id":"00112233aabbccdd","part":0,"parts":1})",
           R"({"id":"00112233aabbccdd","part":2,"parts":1})",
           R"({"id":"00112233AABBCCDD","part":1,"parts":1})",
           R"({"id":"short","part":1,"parts":1})",
           R"({"id":"00112233aabbccdd","part":1,"parts":99999999})",
           R"({"id":"00112233aabbccdd","part":-1,"parts":1})",
           R"({"id":"00112233aabbccdd","parts":1,"bytes":5})",
           R"({})",
       }) {
    CHECK(offset_in(std::string(R"(tag - {"cel":)") + cel + R"(,"z":"Zg=="})") == std::string::npos);
  }
  CHECK(offset_in(R"(tag - {"cel":{"id":"00112233aabbccdd","part":1,"parts":1},"z":"Z"})") ==
        std::string::npos);
  CHECK(offset_in(R"(tag - {"cel":{"id":"00112233aabbccdd","part":1,"parts":1},"z":"Zg=="})") == 0);
}

TEST_CASE("a megabyte of nothing but tags ends") {
  std::string line;
  for (int i = 0; i < 100'000; ++i) {
    line += "tag - {\"";
  }
  CHECK(offset_in(line) == std::string::npos);
}

TEST_CASE("any bytes will do") {
  const auto seed = GENERATE(range(0, 300));
  test::Random random(static_cast<unsigned>(seed));
  CAPTURE(seed);
  CHECK(offset_in("tag - {" + test::random_bytes(random, 80)) == std::string::npos);
}
