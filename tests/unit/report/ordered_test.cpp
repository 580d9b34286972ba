// SPDX-License-Identifier: Apache-2.0
#include "cel/report/ordered.h"

#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/unit/random_record.h"
#include "tests/unit/report/fake_source.h"
#include "tests/unit/report/times.h"

using namespace cel;

namespace {

struct Sent {
  Json record;
  std::vector<test::FakeLine> lines;
};

Sent sent(unsigned seed, std::int64_t time, const std::shared_ptr<const Container>& container,
          std::size_t size = 20'000) {
  test::Random random(seed);
  Sent out{test::random_record(random, size), {}};
  for (const std::string& line : test::lines_of(out.record, 4086, "tag", test::random_id(random))) {
    out.lines.push_back({time++, container, line});
  }
  return out;
}

OrderedReports reports_of(std::vector<test::FakeLine> lines, Direction direction = Direction::oldest_first) {
  Wanted wanted;
  wanted.tag = "tag";
  wanted.direction = direction;
  if (direction == Direction::newest_first) {
    std::reverse(lines.begin(), lines.end());
  }
  return {std::make_unique<test::FakeSource>(std::move(lines)), wanted};
}

std::vector<Report> all_of(OrderedReports& stream) {
  std::vector<Report> reports;
  Report report;
  while (*stream.next(report)) {
    reports.push_back(std::move(report));
  }
  stream.finish();
  while (*stream.next(report)) {
    reports.push_back(std::move(report));
  }
  return reports;
}

void append(std::vector<test::FakeLine>& all, const std::vector<test::FakeLine>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

}  // namespace

TEST_CASE("reports come by time, read from either end, though their parts are mixed") {
  const auto direction = GENERATE(Direction::oldest_first, Direction::newest_first);
  const auto web = test::container("web");
  const Sent first = sent(1, 10 * kSecond, web);
  const Sent second = sent(2, 10 * kSecond + 1, web, 500);
  std::vector<test::FakeLine> lines = {first.lines[0], second.lines[0]};
  lines.insert(lines.end(), first.lines.begin() + 1, first.lines.end());
  OrderedReports stream = reports_of(lines, direction);
  std::vector<Report> reports = all_of(stream);
  REQUIRE(reports.size() == 2);
  if (direction == Direction::newest_first) {
    std::reverse(reports.begin(), reports.end());
  }
  CHECK(reports[0].record == first.record);
  CHECK(reports[0].time == 10 * kSecond);
  CHECK(reports[1].record == second.record);
  CHECK(reports[1].container == web);
  CHECK(stream.counts().reports == 2);
  CHECK(stream.counts().incomplete == 0);
}

TEST_CASE("a container cannot complete another one's report") {
  const auto web = test::container("web");
  const auto evil = test::container("evil");
  const Sent report = sent(3, 10 * kSecond, web);
  std::vector<test::FakeLine> lines = report.lines;
  REQUIRE(lines.size() > 2);
  lines.back().container = evil;
  OrderedReports stream = reports_of(lines);
  const std::vector<Report> reports = all_of(stream);
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].container == web);
  CHECK(reports[0].state == Rejoined::State::incomplete);
  CHECK(reports[0].parts_present == reports[0].parts - 1);
  CHECK(stream.counts().orphaned == 1);
}

TEST_CASE("what misses a part does not hold up the others for ever") {
  const auto web = test::container("web");
  std::vector<test::FakeLine> lines;
  Sent broken = sent(4, 10 * kSecond, web);
  broken.lines.pop_back();
  append(lines, broken.lines);
  append(lines, sent(5, 20 * kSecond, web, 500).lines);
  append(lines, sent(6, 1000 * kSecond, web, 500).lines);
  OrderedReports stream = reports_of(lines);
  Report report;
  REQUIRE(*stream.next(report));  // before the end is reached
  CHECK(report.state == Rejoined::State::incomplete);
  CHECK(report.time == 10 * kSecond);
  REQUIRE(*stream.next(report));
  CHECK(report.time == 20 * kSecond);
}

TEST_CASE("a record of ABRT's own is read: its time is text, it has no id") {
  const std::string line =
      R"(tag - {"type": "Python3", "executable": "/x.py", "reason": "x.py:1:f:E: m", "backtrace": "b", "time": "1524000000"})";
  OrderedReports stream = reports_of({{0, test::container("web"), line}});
  const std::vector<Report> reports = all_of(stream);
  REQUIRE(reports.size() == 1);
  CHECK(reports[0].time == 1'524'000'000 * kSecond);
  CHECK(reports[0].id.size() == 32);
}

TEST_CASE("lines that only look like ours are counted") {
  const auto web = test::container("web");
  OrderedReports stream =
      reports_of({{1, web, "tag - {\"type\": \"Pyth"}, {2, web, "we use tag - for that"}});
  CHECK(all_of(stream).empty());
  CHECK(stream.counts().torn == 2);
}

TEST_CASE("hundreds of containers that leave reports unfinished cost bounded memory") {
  constexpr unsigned kContainers = 300;
  Sent report = sent(9, 10 * kSecond, nullptr, 300'000);
  report.lines.pop_back();
  std::vector<test::FakeLine> lines;
  for (unsigned i = 0; i < kContainers; ++i) {
    const auto container = test::container(std::to_string(i));
    for (const test::FakeLine& line : report.lines) {
      lines.push_back({line.time, container, line.text});
    }
  }
  OrderedReports stream = reports_of(std::move(lines));
  Report read;
  REQUIRE(*stream.next(read));  // before the end: not all fit
  CHECK(stream.counts().reports < kContainers);
  std::uint64_t count = 1;
  while (*stream.next(read)) {
    ++count;
  }
  stream.finish();
  while (*stream.next(read)) {
    ++count;
  }
  CHECK(count == kContainers);
  CHECK(stream.counts().incomplete == kContainers);
}
