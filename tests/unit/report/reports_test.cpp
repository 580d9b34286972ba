// SPDX-License-Identifier: Apache-2.0
#include "cel/report/reports.h"

#include <catch2/catch.hpp>

#include "tests/unit/report/fake_source.h"

using namespace cel;

namespace {

std::string line(const std::string& id, const std::string& type = "Python3") {
  return "container-exception-logger - " +
         Json{{"type", type}, {"id", id + std::string(32 - id.size(), '0')}}.dump();
}

std::unique_ptr<Source> source(std::vector<test::FakeLine> lines) {
  return std::make_unique<test::FakeSource>(std::move(lines));
}

std::vector<std::string> ids(std::vector<std::unique_ptr<Source>> sources, Wanted wanted = {},
                             Match match = {}) {
  Reports reports(std::move(sources), std::move(wanted), std::move(match));
  std::vector<std::string> out;
  Report report;
  while (reports.next(report)) {
    out.push_back(report.id.substr(0, 1));
  }
  return out;
}

using Ids = std::vector<std::string>;

std::vector<std::unique_ptr<Source>> two_logs(Direction direction) {
  const auto web = test::container("web");
  const auto db = test::container("db");
  std::vector<test::FakeLine> one{{10, web, line("a")}, {30, web, line("c")}};
  std::vector<test::FakeLine> other{{20, db, line("b")}, {40, db, line("d")}};
  if (direction == Direction::newest_first) {
    std::swap(one[0], one[1]);
    std::swap(other[0], other[1]);
  }
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(source(one));
  sources.push_back(source(other));
  return sources;
}

/// A log whose disk fails after its first line.
class BrokenSource : public test::FakeSource {
 public:
  using FakeSource::FakeSource;
  Result<bool> next(LogLine& line) override {
    Result<bool> more = FakeSource::next(line);
    return *more ? std::move(more) : Error{"x.log cannot be read: Input/output error (EIO)"};
  }
};

}  // namespace

TEST_CASE("several logs are merged by time, in either direction") {
  CHECK(ids(two_logs(Direction::oldest_first)) == Ids{"a", "b", "c", "d"});
  Wanted newest;
  newest.direction = Direction::newest_first;
  CHECK(ids(two_logs(Direction::newest_first), newest) == Ids{"d", "c", "b", "a"});
}

TEST_CASE("only what is wanted comes") {
  Wanted wanted;
  wanted.since = 20;
  wanted.until = 30;
  CHECK(ids(two_logs(Direction::oldest_first), wanted) == Ids{"b", "c"});
  Match match;
  REQUIRE(match.add("db"));
  CHECK(ids(two_logs(Direction::oldest_first), {}, match) == Ids{"b", "d"});
}

TEST_CASE("a report that two logs have comes once, but no container hides another one's") {
  const auto in_journal = test::container("web");
  const auto in_file = test::container("web");
  Container nobody;
  nobody.log = "copy.log";
  const auto in_copy = std::make_shared<const Container>(nobody);
  const auto evil = test::container("evil");
  const auto read = [](const auto& one, const auto& other) {
    std::vector<std::unique_ptr<Source>> sources;
    sources.push_back(source({{10, one, line("a")}}));
    sources.push_back(source({{11, other, line("a")}}));
    return ids(std::move(sources));
  };
  CHECK(read(in_journal, in_file).size() == 1);
  CHECK(read(in_journal, in_copy).size() == 1);
  CHECK(read(evil, in_journal).size() == 2);
  Container of_user = *in_journal;
  of_user.user = "1000";
  CHECK(read(std::make_shared<const Container>(of_user), in_journal).size() == 2);
}

TEST_CASE("two reports with one id are two, unless they are the same") {
  const auto web = test::container("web");
  const auto found = [&](std::int64_t time, const std::string& first, const std::string& second) {
    std::vector<std::unique_ptr<Source>> sources;
    sources.push_back(source({{10, web, first}, {time, web, second}}));
    return ids(std::move(sources)).size();
  };
  CHECK(found(20, line("a"), line("a")) == 1);
  CHECK(found(20, line("a"), line("a", "Ruby")) == 2);
  const std::string without_id = R"(container-exception-logger - {"type":"Python3"})";
  CHECK(found(10, without_id, without_id) == 1);
  CHECK(found(20, without_id, without_id) == 2);
}

TEST_CASE("a log that fails is said, and the others are read") {
  const auto web = test::container("web");
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(std::make_unique<BrokenSource>(std::vector<test::FakeLine>{{10, web, line("a")}}));
  sources.push_back(
      source({{20, web, line("b")}, {30, web, line("c")}, {35, web, "container-exception-logger - {"}}));
  Reports reports(std::move(sources), {}, {});
  Report report;
  std::size_t count = 0;
  while (reports.next(report)) {
    ++count;
  }
  CHECK(count == 3);
  REQUIRE(reports.problems().size() == 1);
  CHECK(reports.problems()[0].find("x.log") == 0);
  CHECK(reports.report_counts().reports == 3);
  CHECK(reports.report_counts().torn == 1);
}
