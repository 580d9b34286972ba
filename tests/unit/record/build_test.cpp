// SPDX-License-Identifier: Apache-2.0
#include "cel/record/build.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

Origin origin() {
  Origin origin;
  origin.type = "Text";
  origin.executable = "/usr/bin/app";
  origin.hostname = "pod-1";
  origin.id = "0123456789abcdef0123456789abcdef";
  origin.time = 1000;
  origin.uid = 7;
  return origin;
}

std::string completed(const char* json) {
  Json object = *parse_json(json);
  complete_record(object, origin());
  return to_line(object);
}

}  // namespace

TEST_CASE("a text becomes a record: its first line the reason, the whole the backtrace") {
  const Json record = record_of_text("\n  boom: caf\xE9 \n at line 1\n", origin());
  CHECK(to_line(record) ==
        R"({"type":"Text","executable":"/usr/bin/app","reason":"boom: caf\\xe9",)"
        R"("backtrace":"\n  boom: caf\\xe9 \n at line 1\n","time":1000,"uid":7,"hostname":"pod-1",)"
        R"("id":"0123456789abcdef0123456789abcdef"})");
}

TEST_CASE("a complete record keeps its order, its values and its unknown keys") {
  CHECK(
      completed(
          R"({"zeta":[1,{"a":null}],"time":5,"type":"P","backtrace":"b","executable":"e","reason":"r","uid":0,)"
          R"("hostname":"h","id":"i"})") ==
      R"({"zeta":[1,{"a":null}],"time":5,"type":"P","backtrace":"b","executable":"e","reason":"r","uid":0,)"
      R"("hostname":"h","id":"i"})");
}

TEST_CASE("what is missing, null or empty is filled in") {
  const Json record =
      *parse_json(completed(R"({"type":null,"executable":"","exception":{"type":"E","message":"m\nn"}})"));
  CHECK(record["type"] == "Text");
  CHECK(record["executable"] == "/usr/bin/app");
  CHECK(record["reason"] == "E: m");
  CHECK(record["backtrace"] == "E: m");
  CHECK(record["time"] == 1000);
}

TEST_CASE("the reason is found in the backtrace, or said to be missing") {
  CHECK((*parse_json(completed(R"({"backtrace":"\n x \ny"})")))["reason"] == "x");
  CHECK((*parse_json(completed("{}")))["reason"] == "(no reason given)");
}

TEST_CASE("an element of another type is shown, not dropped") {
  CHECK((*parse_json(completed(R"({"reason":{"code":5}})")))["reason"] == R"({"code":5})");
}

TEST_CASE("time is accepted in every shape that hooks send, and never written as a string") {
  const auto time_of = [](const char* json) { return to_line((*parse_json(completed(json)))["time"]); };
  CHECK(time_of(R"({"time":"1524000000"})") == "1524000000");
  CHECK(time_of(R"({"time":1524000000.75})") == "1524000000");
  CHECK(time_of(R"({"time":-5})") == "1000");
  CHECK(time_of(R"({"time":"soon"})") == "1000");
  CHECK(time_of(R"({"time":18446744073709551615})") == "1000");
  CHECK(time_of(R"({"time":1e300})") == "1000");
  CHECK(time_of(R"({"time":null})") == "1000");
}

TEST_CASE("a record cannot bring framing of its own") {
  CHECK(completed(R"({"type":"P","cel":{"id":"x"},"executable":"e","reason":"r","backtrace":"b","time":1})")
            .starts_with(R"({"type":"P","x_cel":{"id":"x"},)"));
}
