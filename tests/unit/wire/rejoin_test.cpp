// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/rejoin.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <numeric>

#include "cel/wire/compress.h"
#include "tests/unit/random_record.h"

using namespace cel;

namespace {

struct Collected {
  std::vector<Rejoined> reports;
  Rejoiner rejoiner;

  explicit Collected(RejoinLimits limits = {})
      : rejoiner(
            "tag", [this](Rejoined report) { reports.push_back(std::move(report)); }, limits) {}
};

Json sample(std::size_t size, unsigned seed) {
  test::Random random(seed);
  return test::random_record(random, size);
}

/// Lines of several records, merged so that those of one record keep no order.
std::vector<std::string> shuffled_lines(const std::vector<Json>& records, test::Random& random) {
  std::vector<std::string> lines;
  for (const Json& record : records) {
    const auto own = test::lines_of(record, test::between(random, 512, 4086), "tag", test::random_id(random));
    lines.insert(lines.end(), own.begin(), own.end());
  }
  std::shuffle(lines.begin(), lines.end(), random);
  return lines;
}

bool contains(const std::vector<Json>& records, const Json& record) {
  return std::find(records.begin(), records.end(), record) != records.end();
}

}  // namespace

TEST_CASE(
    "framing and rejoining are each other's inverse, for lines shuffled, interleaved and amid other output") {
  const auto seed = GENERATE(range(0, 150));
  CAPTURE(seed);
  test::Random random(static_cast<unsigned>(seed));
  std::vector<Json> records;
  for (std::size_t i = test::between(random, 1, 6); i > 0; --i) {
    records.push_back(test::random_record(random, test::between(random, 50, 30'000)));
  }
  Collected collected;
  for (const std::string& line : shuffled_lines(records, random)) {
    const std::string before = test::between(random, 0, 2) == 0 ? "unfinished line " : "";
    REQUIRE(collected.rejoiner.feed(before + line) == before.size());
    const std::string other = test::random_bytes(random, test::between(random, 0, 30));
    REQUIRE(collected.rejoiner.feed(other) == other.size());
  }
  collected.rejoiner.finish();
  REQUIRE(collected.reports.size() == records.size());
  for (const Rejoined& report : collected.reports) {
    CHECK(report.state == Rejoined::State::whole);
    CHECK(contains(records, report.record));
  }
  CHECK(collected.rejoiner.orphaned_parts() == 0);
}

TEST_CASE("whatever is lost or flipped, no record comes out that was not sent") {
  const auto seed = GENERATE(range(0, 300));
  CAPTURE(seed);
  test::Random random(static_cast<unsigned>(seed) + 10'000);
  std::vector<Json> records;
  for (std::size_t i = test::between(random, 1, 4); i > 0; --i) {
    records.push_back(test::random_record(random, test::between(random, 4000, 30'000)));
  }
  Collected collected;
  std::size_t heads = 0;
  for (std::string line : shuffled_lines(records, random)) {
    const std::size_t fate = test::between(random, 0, 9);
    if (fate == 0) {
      continue;
    }
    if (fate == 1) {
      line[test::between(random, 0, line.size() - 1)] = static_cast<char>(test::between(random, 0, 255));
    } else {
      const auto found = find_line(line, "tag");
      heads += found && !found->content.part ? 1 : 0;
    }
    collected.rejoiner.feed(line);
    if (fate == 2) {
      collected.rejoiner.feed(line);
    }
  }
  collected.rejoiner.finish();
  std::size_t known = 0;
  for (const Rejoined& report : collected.reports) {
    // A record on a single line has no checksum: a flipped letter in it is a letter of it.
    if (report.state == Rejoined::State::whole && report.parts > 0) {
      CHECK(contains(records, report.record));
    }
    known += 1;
  }
  CHECK(known >= heads);
  CHECK(known <= records.size() * 2);
}

TEST_CASE("with a part missing the head is the report, and says so") {
  const Json record = sample(20'000, 3);
  auto lines = test::lines_of(record, 4086, "tag", "00112233aabbccdd");
  REQUIRE(lines.size() > 2);
  lines.erase(lines.begin() + 1);
  Collected collected;
  for (const std::string& line : lines) {
    collected.rejoiner.feed(line);
  }
  CHECK(collected.reports.empty());
  collected.rejoiner.finish();
  REQUIRE(collected.reports.size() == 1);
  CHECK(collected.reports[0].state == Rejoined::State::incomplete);
  CHECK(collected.reports[0].parts_present == lines.size() - 1);
  CHECK(collected.reports[0].parts == lines.size());
  CHECK(collected.reports[0].record["type"] == "Python3");
  CHECK_FALSE(collected.reports[0].record.contains("cel"));
}

TEST_CASE("with the head missing the parts are the record") {
  const Json record = sample(20'000, 4);
  auto lines = test::lines_of(record, 4086, "tag", "00112233aabbccdd");
  Collected collected;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    collected.rejoiner.feed(lines[i]);
  }
  collected.rejoiner.finish();
  REQUIRE(collected.reports.size() == 1);
  CHECK(collected.reports[0].record == record);
}

TEST_CASE("parts that are not the head's make it damaged, not another record") {
  auto lines = test::lines_of(sample(9'000, 5), 4086, "tag", "00112233aabbccdd");
  const auto others = test::lines_of(sample(9'000, 6), 4086, "tag", "00112233aabbccdd");
  REQUIRE(lines.size() == others.size());
  lines[1] = others[1];
  Collected collected;
  for (const std::string& line : lines) {
    collected.rejoiner.feed(line);
  }
  REQUIRE(collected.reports.size() == 1);
  CHECK(collected.reports[0].state == Rejoined::State::damaged);
}

TEST_CASE("the same report by two ways comes out once") {
  const auto lines = test::lines_of(sample(20'000, 7), 4086, "tag", "00112233aabbccdd");
  Collected collected;
  for (int way = 0; way < 2; ++way) {
    for (const std::string& line : lines) {
      collected.rejoiner.feed(line);
    }
  }
  collected.rejoiner.finish();
  CHECK(collected.reports.size() == 1);
}

TEST_CASE("what waits is bounded, and what is given up still comes out") {
  RejoinLimits limits;
  limits.pending_records = 8;
  limits.pending_bytes = 50'000;
  Collected collected(limits);
  test::Random random(8);
  for (int i = 0; i < 100; ++i) {
    collected.rejoiner.feed(test::lines_of(sample(9'000, 9), 4086, "tag", test::random_id(random))[0]);
    CHECK(collected.reports.size() + limits.pending_records >= static_cast<std::size_t>(i) + 1);
  }
  collected.rejoiner.finish();
  CHECK(collected.reports.size() == 100);
}

TEST_CASE("a flood of forged parts costs no memory and no other report") {
  RejoinLimits limits;
  limits.pending_records = 64;
  Collected collected(limits);
  test::Random random(11);
  for (int i = 0; i < 10'000; ++i) {
    collected.rejoiner.feed("tag - {\"cel\":{\"id\":\"" + test::random_id(random) +
                            "\",\"part\":1,\"parts\":1000000},\"z\":\"Zg==\"}");
  }
  const Json record = sample(20'000, 12);
  for (const std::string& line : test::lines_of(record, 4086, "tag", "00112233aabbccdd")) {
    collected.rejoiner.feed(line);
  }
  REQUIRE(collected.reports.size() == 1);
  CHECK(collected.reports[0].record == record);
  collected.rejoiner.finish();
  CHECK(collected.rejoiner.orphaned_parts() == 10'000);
}

TEST_CASE("a bomb is oversized, not inflated") {
  RejoinLimits limits;
  limits.record_bytes = 100'000;
  Collected collected(limits);
  Json record = sample(1000, 13);
  record["exceptions"] = std::string(5'000'000, 'x');
  for (const std::string& line : test::lines_of(record, 4086, "tag", "00112233aabbccdd")) {
    collected.rejoiner.feed(line);
  }
  REQUIRE(collected.reports.size() == 1);
  CHECK(collected.reports[0].state == Rejoined::State::oversized);
}

TEST_CASE("two records with one id both come out, one record twice comes once") {
  const Json one = sample(20'000, 21);
  const Json other = sample(20'000, 22);
  Collected collected;
  for (const Json& record : {one, other, one, other}) {
    for (const std::string& line : test::lines_of(record, 4086, "tag", "00112233aabbccdd")) {
      collected.rejoiner.feed(line);
    }
  }
  collected.rejoiner.finish();
  REQUIRE(collected.reports.size() == 2);
  CHECK(collected.reports[0].record == one);
  CHECK(collected.reports[1].record == other);
  CHECK(collected.reports[0].content != collected.reports[1].content);
  CHECK(collected.rejoiner.orphaned_parts() == 0);
}

TEST_CASE("of a record with too many values the rest is left out") {
  std::string values = "0";
  for (std::size_t i = 0; i < kMostValues; ++i) {
    values += ",0";
  }
  Collected collected;
  collected.rejoiner.feed(R"(tag - {"type":"Python3","more":[)" + values + R"(],"reason":"r"})");
  REQUIRE(collected.reports.size() == 1);
  CHECK(collected.reports[0].state == Rejoined::State::oversized);
  CHECK(collected.reports[0].record["type"] == "Python3");
  CHECK(collected.reports[0].record["reason"] == "r");
  CHECK(collected.reports[0].record["more"].size() <= kMostValues);
}

TEST_CASE("a record comes back with the stamp of its head, and the one that waits longest can be given up") {
  test::Random random(7);
  const auto first = test::lines_of(sample(20'000, 1), 4086, "tag", test::random_id(random));
  const auto second = test::lines_of(sample(20'000, 2), 4086, "tag", test::random_id(random));
  Collected collected;
  CHECK_FALSE(collected.rejoiner.oldest_pending());
  collected.rejoiner.feed(first[1], 11);  // a part before its head
  collected.rejoiner.feed(first[0], 12);
  collected.rejoiner.feed(second[0], 13);
  CHECK(collected.rejoiner.oldest_pending() == 11);
  CHECK(collected.rejoiner.pending_bytes() > 0);
  collected.rejoiner.give_up_oldest();
  REQUIRE(collected.reports.size() == 1);
  CHECK(collected.reports[0].state == Rejoined::State::incomplete);
  CHECK(collected.reports[0].stamp == 12);
  CHECK(collected.rejoiner.oldest_pending() == 13);
  for (const std::string& line : second) {
    collected.rejoiner.feed(line, 14);
  }
  REQUIRE(collected.reports.size() == 2);
  CHECK(collected.reports[1].stamp == 13);
  CHECK(collected.rejoiner.pending_bytes() == 0);
}
