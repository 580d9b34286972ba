// SPDX-License-Identifier: Apache-2.0
//
// What programs of many runtimes said last, each in one way to die (tests/corpus/README.md).

#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cel/run/report/ending_record.h"
#include "cel/trace/trace.h"

using namespace cel;

namespace {

std::vector<Json> last_words_corpus() {
  std::vector<Json> lines;
  std::ifstream file(CEL_SOURCE_DIR "/tests/corpus/lastwords.jsonl");
  for (std::string line; std::getline(file, line);) {
    auto parsed = parse_json(line);
    REQUIRE(parsed);
    lines.push_back(std::move(*parsed));
  }
  REQUIRE(lines.size() >= 50);
  return lines;
}

/// The report of a program that ended with `status` after it had said `text`.
Json report_of_text(std::uint64_t status, std::string text) {
  constexpr std::uint64_t kSignalled = 128;
  const bool by_signal = status > kSignalled && status < kSignalled + 32;  // PHP and Perl end with 255
  Ending ending;
  ending.wait_status = static_cast<int>(by_signal ? status - kSignalled : status << 8U);
  ending.stderr_tail = std::move(text);
  return record_of_ending(ending, {"shop"});
}

std::vector<std::string> own_functions(const Json& record) {
  std::vector<std::string> functions;
  if (const auto links = record.find("exceptions"); links != record.end()) {
    for (const Json& frame : links->front()["frames"]) {
      auto function = frame["function"].get<std::string>();
      if (frame["in_app"] == true && !function.empty()) {
        functions.push_back(std::move(function));
      }
    }
  }
  return functions;
}

std::string with_other_numbers(std::string text) {
  for (const auto& [number, other] : std::array<std::pair<const char*, const char*>, 3>{
           {{"4711", "581"}, {"0x00007f", "0x00005e"}, {"pid=", "pid=9"}}}) {
    for (std::size_t at = text.find(number); at != std::string::npos; at = text.find(number, at + 3)) {
      text.replace(at, std::string(number).size(), other);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("what a program said last gives its report type, reason and functions") {
  for (const Json& line : last_words_corpus()) {
    CAPTURE(line["runtime"].get<std::string>(), line["text"].get<std::string>());
    const Json record = report_of_text(line["status"].get<std::uint64_t>(), line["text"].get<std::string>());
    CHECK(record["type"] == line["type"]);
    CHECK(record["reason"] == line["reason"]);
    CHECK(own_functions(record) == line["functions"].get<std::vector<std::string>>());
  }
}

TEST_CASE("it is one group whatever numbers are in it, and another than those of other errors") {
  std::map<std::pair<std::string, std::string>, std::string> groups;
  for (const Json& line : last_words_corpus()) {
    const auto text = line["text"].get<std::string>();
    CAPTURE(text);
    const auto status = line["status"].get<std::uint64_t>();
    const std::string group = fingerprint_of(report_of_text(status, text));
    CHECK(fingerprint_of(report_of_text(status, with_other_numbers(text))) == group);
    CHECK(fingerprint_of(report_of_text(status, "starting\nlistening on 8080\n" + text)) == group);
    groups[{line["runtime"].get<std::string>(), line["reason"].get<std::string>()}] = group;
  }
  for (auto one = groups.begin(); one != groups.end(); ++one) {
    for (auto other = std::next(one); other != groups.end(); ++other) {
      CAPTURE(one->first.second, other->first.second);
      CHECK(one->second != other->second);
    }
  }
}
