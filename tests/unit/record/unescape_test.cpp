// SPDX-License-Identifier: Apache-2.0
#include "cel/record/unescape.h"

#include <catch2/catch.hpp>

#include "cel/record/json.h"
#include "tests/unit/random_record.h"

using namespace cel;

namespace {

/// What was appended, and what was not read.
std::pair<std::string, std::string> unescape(const std::string& escaped) {
  std::string out;
  const std::size_t read = append_unescaped(escaped, out);
  REQUIRE(read <= escaped.size());
  return {out, escaped.substr(read)};
}

}  // namespace

TEST_CASE("ASCII and its escapes are unescaped") {
  CHECK(unescape("") == std::pair<std::string, std::string>("", ""));
  CHECK(unescape("plain \x7F") == std::pair<std::string, std::string>("plain \x7F", ""));
  CHECK(unescape(R"(\"\\\/\b\f\n\r\t)") == std::pair<std::string, std::string>("\"\\/\b\f\n\r\t", ""));
  CHECK(unescape(R"(\u003c\u003E\u007f)") == std::pair<std::string, std::string>("<>\x7F", ""));
  CHECK(unescape(R"(\u0000)") == std::pair<std::string, std::string>(std::string(1, '\0'), ""));
}

TEST_CASE("unescaping stops where a string ends or another parser is needed, wherever that is") {
  for (const char* rest :
       {"\"", "\",\"next\"", "\\", "\\x", "\\u", "\\u00", "\\u004", "\\u00g0", "\\u+041", "\\u0080",
        "\\u00e9", "\\ud83d\\ude00", "\n", "\x1F", "\x80", "\xC3\xA9", "\xFF"}) {
    for (const std::size_t before : {0U, 1U, 6U, 7U, 8U, 9U, 15U, 16U, 247U, 248U, 249U, 256U, 257U, 1000U}) {
      CAPTURE(rest, before);
      const std::string plain(before, '!');
      CHECK(unescape(plain + rest) == std::pair<std::string, std::string>(plain, rest));
      const std::string more = rest + plain;
      CHECK(unescape(plain + more) == std::pair<std::string, std::string>(plain, more));
    }
  }
}

TEST_CASE("what unescaping leaves, a parser completes to the whole string") {
  test::Random random(8);
  for (int i = 0; i < 2000; ++i) {
    const std::string text = test::random_text(random, test::between(random, 0, 600));
    const std::string line = to_line(Json(text));
    auto [start, rest] = unescape(line.substr(1));
    CAPTURE(line);
    CHECK(start.append(Json::parse(rest.insert(0, 1, '"')).get<std::string>()) == text);
  }
}
