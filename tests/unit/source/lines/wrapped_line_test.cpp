// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/wrapped_line.h"

#include <catch2/catch.hpp>

#include "cel/record/json.h"

using namespace cel;

namespace {

constexpr const char* kTag = "container-exception-logger";
const std::string kLine =
    std::string(kTag) + R"( - {"type":"Python3","reason":"shop.py:1:f:KeyError: \"a\""})";
constexpr std::int64_t kTime = 1'769'900'000'123'000;  // 2026-01-31T22:53:20.123Z

std::string quoted(const std::string& text) { return Json(text).dump(); }

std::vector<WrappedLine> unwrap(const std::string& line) { return wrapped_lines(line, kTag); }

/// The one line that is wrapped in `line`.
WrappedLine only(const std::string& line) {
  std::vector<WrappedLine> found = unwrap(line);
  REQUIRE(found.size() == 1);
  CHECK(found[0].text == kLine);
  return found[0];
}

}  // namespace

TEST_CASE("a line in a string of JSON has time and container from beside it") {
  const WrappedLine fluent_bit = only(
      R"({"date":1769900000.123,"log":)" + quoted(kLine + "\n") +
      R"(,"kubernetes":{"pod_name":"shop-1","namespace_name":"prod","container_name":"web","docker_id":"abc"}})");
  CHECK(fluent_bit.time == kTime);
  CHECK(fluent_bit.container.pod == "shop-1");
  CHECK(fluent_bit.container.space == "prod");
  CHECK(fluent_bit.container.name == "web");
  CHECK(fluent_bit.container.id == "abc");

  const WrappedLine filebeat = only(
      R"({"@timestamp":"2026-01-31T22:53:20.123Z","message":)" + quoted(kLine) +
      R"(,"container":{"id":"abc"},"kubernetes":{"pod":{"name":"shop-1"},"namespace":"prod","container":{"name":"web"}}})");
  CHECK(filebeat.time == kTime);
  CHECK(filebeat.container.pod == "shop-1");
  CHECK(filebeat.container.name == "web");
  CHECK(filebeat.container.id == "abc");

  const WrappedLine fluentd =
      only(R"({"container_name":"/shop","source":"stderr","log":)" + quoted(kLine) + "}");
  CHECK(fluentd.container.name == "shop");
  CHECK(fluentd.time == 0);

  const WrappedLine google = only(
      R"({"textPayload":)" + quoted(kLine) +
      R"(,"timestamp":"2026-01-31T22:53:20.123Z","resource":{"labels":{"container_name":"web","pod_name":"shop-1"}}})");
  CHECK(google.time == kTime);
  CHECK(google.container.pod == "shop-1");
}

TEST_CASE("an answer of Loki's gives each of its lines, with the labels of its stream") {
  const std::string answer = R"({"data":{"result":[{"stream":{"pod":"a"},"values":[["1769900000123000000",)" +
                             quoted(kLine) +
                             R"(]]},{"stream":{"pod":"b"},"values":[["1769900001123000000",)" +
                             quoted(kLine) + R"(],["1769900002123000000","other"]]}]}})";
  const std::vector<WrappedLine> found = unwrap(answer);
  REQUIRE(found.size() == 2);
  CHECK(found[0].time == kTime);
  CHECK(found[0].container.pod == "a");
  CHECK(found[1].time == kTime + 1'000'000);
  CHECK(found[1].container.pod == "b");
}

TEST_CASE("times are told apart by their size") {
  for (const char* time :
       {"1769900000.123", "1769900000123", "1769900000123000", "1769900000123000000", "\"1769900000123\"",
        "\"2026-01-31 22:53:20.123\"", "\"2026-01-31T23:53:20.123+01:00\""}) {
    INFO(time);
    const WrappedLine line = only(R"({"message":)" + quoted(kLine) + R"(,"timestamp":)" + time + "}");
    CHECK(line.time / 1000 == kTime / 1000);
  }
  CHECK(only(R"({"message":)" + quoted(kLine) + R"(,"uptime":12345})").time == 0);
}

TEST_CASE("JSON within JSON, events of a server and sequences are read") {
  only(R"({"message":)" + quoted(R"({"log":)" + quoted(kLine) + "}") + "}");
  only(R"(data: {"MESSAGE":)" + quoted(kLine) + "}");
  only(
      "\x1e"
      R"({"MESSAGE":)" +
      quoted(kLine) + "}");
  only(R"([{"message":)" + quoted(kLine) + "}]");
}

TEST_CASE("a member on a line of its own, of indented JSON, is read") {
  only(R"(    "MESSAGE" : )" + quoted(kLine) + ",");
  only("  " + quoted(kLine));
}

TEST_CASE("a string of several lines gives those with the tag") {
  only(R"({"log":)" + quoted("starting\n" + kLine + "\nended\n") + "}");
}

TEST_CASE("a field of CSV is read, with the time of another field") {
  std::string doubled;
  for (const char c : kLine) {
    doubled += c == '"' ? "\"\"" : std::string(1, c);
  }
  CHECK(only("2026-01-31T22:53:20.123Z,shop,\"" + doubled + "\"").time == kTime);
  CHECK(only("\"" + doubled + "\",shop,1769900000").text == kLine);
}

TEST_CASE("what wraps nothing is left as it is") {
  CHECK(unwrap(kLine).empty());
  CHECK(unwrap("2026-01-31T22:53:20Z stdout F " + kLine).empty());
  CHECK(unwrap("{\"log\":\"all is well\"}").empty());
  CHECK(unwrap(R"({"log":)" + quoted(kLine)).empty());
  CHECK(unwrap("[" + kLine).empty());
  CHECK(unwrap("").empty());
}
