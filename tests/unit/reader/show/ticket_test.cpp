// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/show/ticket.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "tests/unit/reader/report_of.h"

using namespace cel;

namespace {

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

TEST_CASE("a code span holds any text") {
  CHECK(code_span("a") == "`a`");
  CHECK(code_span("a`b``c") == "```a`b``c```");
  CHECK(code_span("`") == "`` ` ``");
  CHECK(code_span("").empty());
}

TEST_CASE("a code block is ended by nothing in it") {
  CHECK(code_block("a\n") == "```text\na\n```\n");
  CHECK(code_block("```\n@all\n````") == "`````text\n```\n@all\n````\n`````\n");
}

TEST_CASE("a ticket has title, facts, trace and what to do") {
  Report report = test::report_of(test::kOrderRecord);
  report.record["backtrace"] =
      "Traceback (most recent call last):\n  File \"/srv/order.py\", line 7, in main\n    x()\nPriceError: "
      "no price\n";
  const std::string ticket =
      ticket_of(report, {3, report.time - 1, report.time, {}}, {"shop", "till"}, report.time);
  const std::vector<std::string> lines = lines_in(ticket);
  CHECK(lines[0] == "# `order.py:7:main:PriceError: order 4711: no price`");
  CHECK(ticket.find("- Containers: `shop`, `till`\n") != std::string::npos);
  CHECK(ticket.find("- Seen: `3 times, first") != std::string::npos);
  CHECK(ticket.find("\n```text\nTraceback (most") != std::string::npos);
  CHECK(ticket.find("`cel show 00112233445566778899aabbccddeeff`") != std::string::npos);
}

TEST_CASE("nothing of a hostile report is outside of code") {
  const std::string evil = "``` @all #1 <script> [x](http://x) \n# heading\n```\n~~~\n@everyone";
  Report report = test::report_of(R"({"type": "Text"})");
  for (const char* key : {"reason", "executable", "hostname", "mechanism", "backtrace", "thread"}) {
    report.record[key] = evil;
  }
  const std::string ticket = ticket_of(report, {}, {evil}, report.time);
  bool in_block = false;
  std::string fence;
  for (const std::string& line : lines_in(ticket)) {
    if (!in_block && line.starts_with("```") && line.ends_with("text")) {
      in_block = true;
      fence = line.substr(0, line.size() - 4);
      continue;
    }
    if (in_block) {
      in_block = line != fence;
      continue;
    }
    CAPTURE(line);
    const std::size_t first = line.find('`');
    const std::size_t last = line.rfind('`');
    const std::string outside =
        first == std::string::npos ? line : line.substr(0, first) + line.substr(last + 1);
    for (const char* piece : {"@", "<", "[x]", "#1", "~~~"}) {
      CHECK(outside.find(piece) == std::string::npos);
    }
  }
  CHECK_FALSE(in_block);
}

TEST_CASE("a ticket has room in a tracker, however long the report") {
  Report report = test::report_of(R"({"type": "Text"})");
  report.record["reason"] = std::string(100'000, 'r');
  report.record["backtrace"] = std::string(300'000, '`') + "\n" + std::string(300'000, 'b');
  CHECK(ticket_of(report, {}, std::vector<std::string>(16, std::string(1000, 'c')), report.time).size() <
        60'000);
}
