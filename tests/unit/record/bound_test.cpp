// SPDX-License-Identifier: Apache-2.0
#include "cel/record/bound.h"

#include <catch2/catch.hpp>

#include "cel/record/build.h"
#include "tests/unit/random_record.h"

using namespace cel;

namespace {

Json record_with(const char* key, Json value) {
  Json record = {{"type", "T"}, {"executable", "e"}, {"reason", "r"}, {"backtrace", "b"}, {"time", 1}};
  record[key] = std::move(value);
  return record;
}

Json frame(int line, std::size_t locals) {
  return {
      {"file", "app.py"}, {"line", line}, {"function", "f"}, {"locals", {{"x", std::string(locals, 'x')}}}};
}

Json chain_of(int frames, std::size_t locals) {
  Json all = Json::array();
  for (int i = 0; i < frames; ++i) {
    all.push_back(frame(i, locals));
  }
  return Json::array({{{"type", "E"}, {"frames", std::move(all)}}});
}

std::size_t bounded_size(Json& record, std::size_t limit) {
  return serialize_bounded(record, limit).line().size();
}

}  // namespace

TEST_CASE("a record that fits stays as it is") {
  Json record = record_with("exceptions", chain_of(10, 100));
  const Json before = record;
  CHECK(bounded_size(record, 100'000) == to_line(before).size());
  CHECK(record == before);
}

TEST_CASE("the locals of the outermost frames go first") {
  Json record = record_with("exceptions", chain_of(10, 1000));
  CHECK(bounded_size(record, 6000) <= 6000);
  const Json& frames = record["exceptions"][0]["frames"];
  CHECK(frames[0]["locals"] == "… 1008 bytes …");
  CHECK(frames[9]["locals"]["x"] == std::string(1000, 'x'));
  CHECK(frames.size() == 10);
}

TEST_CASE("then the middle of a long trace") {
  Json record = record_with("exceptions", chain_of(10'000, 0));
  CHECK(bounded_size(record, 8000) <= 8000);
  const Json& frames = record["exceptions"][0]["frames"];
  CHECK(frames.size() == 31);
  CHECK(frames[10]["function"] == "… 9970 frames …");
  CHECK(frames[30]["line"] == 9999);
}

TEST_CASE("then the middle of the longest strings") {
  Json record = record_with("backtrace", std::string(3'000'000, 'x'));
  CHECK(bounded_size(record, 1U << 20U) <= 1U << 20U);
  CHECK(string_at(record, "backtrace")->size() > 1'040'000);
  CHECK(string_at(record, "backtrace")->find(" bytes …") != std::string::npos);
}

TEST_CASE("then the largest of the elements that nobody needs") {
  Json record = record_with("numbers", Json::array());
  for (int i = 0; i < 100'000; ++i) {
    record["numbers"].push_back(i);
  }
  record["small"] = "kept";
  CHECK(bounded_size(record, 8192) <= 8192);
  CHECK(record["numbers"] == "… 588891 bytes …");
  CHECK(record["small"] == "kept");
  CHECK(record["reason"] == "r");
}

TEST_CASE("elements without number are counted") {
  Json record = record_with("small", 1);
  for (int i = 0; i < 5000; ++i) {
    record["key number " + std::to_string(i)] = "value";
  }
  CHECK(bounded_size(record, 4096) <= 4096);
  CHECK(string_at(record, "…")->find("elements") != std::string::npos);
}

TEST_CASE("every record fits into every limit with its mandatory elements there") {
  const auto seed = GENERATE(range(0, 60));
  test::Random random(static_cast<unsigned>(seed));
  Json record = test::random_record(random, test::between(random, 100, 60'000));
  if (seed % 3 == 0) {
    record[test::random_text(random, 9000)] = test::random_text(random, 20);
  }
  const std::size_t limit = test::between(random, kMinRecord, 30'000);
  CAPTURE(seed, limit);
  CHECK(bounded_size(record, limit) <= limit);
  for (const char* key : {"type", "executable", "reason", "backtrace"}) {
    CHECK(string_at(record, key));
  }
  CHECK(number_at(record, "time"));
}
