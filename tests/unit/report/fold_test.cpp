// SPDX-License-Identifier: Apache-2.0
#include "cel/report/fold.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "cel/report/reports.h"
#include "tests/unit/report/fake_source.h"
#include "tests/unit/report/times.h"

using namespace cel;

namespace {

std::string id(char digit) { return std::string(32, digit); }

/// A report of an error that was logged or, with `names`, of one that ended the program.
test::FakeLine line(char digit, std::int64_t second, const std::string& names = "",
                    const Json& more = Json::object(), const std::string& container = "web") {
  Json record{{"type", "Python3"}, {"id", id(digit)}, {"severity", names.empty() ? "error" : "fatal"}};
  for (const char name : names) {
    record["reported_before"].push_back(id(name));
  }
  record.update(more);
  static std::map<std::string, std::shared_ptr<const Container>> containers;
  auto& one = containers.try_emplace(container, test::container(container)).first->second;
  return {second * kSecond, one, "container-exception-logger - " + record.dump()};
}

/// The first digits of the ids of what comes of these lines, oldest first, whichever end is read from.
std::string read(std::vector<test::FakeLine> lines, Direction direction) {
  if (direction == Direction::newest_first) {
    std::reverse(lines.begin(), lines.end());
  }
  Wanted wanted;
  wanted.direction = direction;
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(std::make_unique<test::FakeSource>(std::move(lines)));
  Reports reports(std::move(sources), wanted, {});
  std::string ids;
  Report report;
  while (reports.next(report)) {
    ids += report.id[0];
  }
  if (direction == Direction::newest_first) {
    std::reverse(ids.begin(), ids.end());
  }
  return ids;
}

}  // namespace

TEST_CASE("an error that was logged and then ended the program is one report, read from either end") {
  const auto direction = GENERATE(Direction::oldest_first, Direction::newest_first);
  CHECK(read({line('a', 10), line('b', 11), line('c', 12, "ab"), line('d', 13)}, direction) == "cd");
  CHECK(read({line('a', 10), line('b', 11, "a", {{"severity", "error"}}), line('c', 12, "ba")}, direction) ==
        "c");
}

TEST_CASE("no container leaves another one's report out by naming it") {
  const auto direction = GENERATE(Direction::oldest_first, Direction::newest_first);
  CHECK(read({line('a', 10), line('b', 11, "a", Json::object(), "evil")}, direction) == "ab");
  CHECK(read({line('a', 10), line('b', 11, "b")}, direction) == "ab");
}

TEST_CASE("a report that stands for others which were held back stays") {
  const auto direction = GENERATE(Direction::oldest_first, Direction::newest_first);
  CHECK(read({line('a', 10, "", {{"suppressed", 7}}), line('b', 11, "a")}, direction) == "ab");
}

TEST_CASE("oldest first, what may be named waits a minute, and those behind it keep their order") {
  const Direction direction = Direction::oldest_first;
  CHECK(read({line('a', 10), line('b', 71, "x"), line('c', 72, "a")}, direction) == "abc");
  CHECK(read({line('a', 10), line('b', 11, "x"), line('c', 69, "a")}, direction) == "bc");
  std::vector<test::FakeLine> many;
  for (int i = 0; i < 2000; ++i) {
    many.push_back(line('a', 10));
    many.back().text =
        "container-exception-logger - " +
        Json{{"id", std::to_string(i + 1000) + std::string(28, '0')}, {"severity", "error"}}.dump();
  }
  CHECK(read(many, direction).size() == 2000);
}

TEST_CASE("when a report was logged before is known") {
  ReportedBefore before;
  Report fatal;
  fatal.container = test::container("web");
  fatal.record = Json{{"reported_before", {id('a'), id('b'), 7}}};
  before.note(fatal);
  Report logged;
  logged.container = test::container("web");
  logged.id = id('b');
  logged.time = 5;
  logged.record = Json::object();
  CHECK(before.names(logged));
  CHECK(before.times(fatal) == std::vector<std::int64_t>{5});
}
