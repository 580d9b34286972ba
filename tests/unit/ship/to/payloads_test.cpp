// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <vector>

#include "cel/ship/to/elastic_bulk.h"
#include "cel/ship/to/loki_streams.h"
#include "cel/ship/to/otlp_logs.h"
#include "cel/ship/to/sentry_event.h"
#include "tests/unit/ship/to/a_report.h"

using namespace cel;

namespace {

std::vector<Json> both() { return {test::a_report(), test::a_strange_report()}; }

std::vector<Json> lines_of(std::string_view text) {
  std::vector<Json> lines;
  for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
    const auto line = parse_json(text.substr(0, end));
    REQUIRE(line);
    lines.push_back(*line);
  }
  CHECK(text.empty());
  return lines;
}

/// The texts of a list of OTLP's attributes, by their names.
Json texts_of(const Json& attributes) {
  Json texts = Json::object();
  for (const Json& attribute : attributes) {
    texts[attribute["key"].get<std::string>()] = attribute["value"]["stringValue"];
  }
  CHECK(texts.size() == attributes.size());
  return texts;
}

}  // namespace

TEST_CASE("an event of Sentry has the chain from its cause on, source lines, locals, and our ids") {
  const Json event = sentry_event(test::a_report());
  CHECK(event["event_id"] == "00112233445566778899aabbccddeeff");
  CHECK(event["fingerprint"] == Json::array({"cel2:0123456789ab"}));
  CHECK(event["platform"] == "python");
  CHECK(event["level"] == "fatal");
  CHECK(event["server_name"] == "node1");
  CHECK(event["tags"]["k8s.pod.name"] == "shop-7d9f");
  const Json& values = event["exception"]["values"];
  REQUIRE(values.size() == 2);
  CHECK(values[0]["type"] == "ZeroDivisionError");
  CHECK(values[1]["value"] == "\"}\n{\"index\":{}}");
  CHECK(values[1]["mechanism"] == Json{{"type", "excepthook"}, {"handled", false}});
  const Json& frame = values[1]["stacktrace"]["frames"][0];
  CHECK(frame["abs_path"] == "/srv/shop.py");
  CHECK(frame["filename"] == "shop.py");
  CHECK(frame["lineno"] == 6);
  CHECK(frame["pre_context"] == Json::array({"def price(n):"}));
  CHECK(frame["context_line"] == "    return 1 / n");
  CHECK(frame["post_context"] == Json::array({"main()"}));
  CHECK(frame["vars"]["n"] == "0");
  CHECK(frame["in_app"] == true);
}

TEST_CASE("an envelope has three lines, whatever a report holds, and says how long the event is") {
  for (const Json& report : both()) {
    const std::string envelope = sentry_envelope(report);
    const std::vector<Json> lines = lines_of(envelope);
    REQUIRE(lines.size() == 3);
    CHECK(lines[0]["event_id"] == report["id"]);
    CHECK(lines[1]["type"] == "event");
    CHECK(lines[1]["length"] == envelope.size() - envelope.rfind('\n', envelope.size() - 2) - 2);
    CHECK(lines[2]["event_id"] == report["id"]);
  }
}

TEST_CASE("OTLP has a resource for each container, and names by the semantic conventions") {
  std::vector<Json> reports = both();
  reports.push_back(test::a_report());
  const Json logs = otlp_logs(reports);
  REQUIRE(logs["resourceLogs"].size() == 2);
  const auto pod =
      std::find_if(logs["resourceLogs"].begin(), logs["resourceLogs"].end(),
                   [](const Json& each) { return each["scopeLogs"][0]["logRecords"].size() == 2; });
  REQUIRE(pod != logs["resourceLogs"].end());
  const Json resource = texts_of((*pod)["resource"]["attributes"]);
  CHECK(resource["host.name"] == "node1");
  CHECK(resource["k8s.pod.name"] == "shop-7d9f");
  CHECK(resource["k8s.namespace.name"] == "prod");
  CHECK(resource["k8s.container.name"] == "main");
  CHECK(resource["container.id"] == "c0ffee");
  CHECK(resource["container.image.name"] == "shop:1");
  const Json& record = (*pod)["scopeLogs"][0]["logRecords"][0];
  CHECK(record["timeUnixNano"] == "1769882400123456000");
  CHECK(record["severityNumber"] == 21);
  CHECK(record["severityText"] == "FATAL");
  const Json attributes = texts_of(record["attributes"]);
  CHECK(attributes["exception.type"] == "ValueError");
  CHECK(attributes["exception.message"] == "\"}\n{\"index\":{}}");
  CHECK(attributes["exception.stacktrace"] == test::a_report()["record"]["backtrace"]);
  CHECK(attributes["cel.id"] == "00112233445566778899aabbccddeeff");
  CHECK(attributes["cel.suppressed"] == "3");
}

TEST_CASE("of records that an OTLP server rejects it says so, and anything else rejects none") {
  CHECK(otlp_rejection(R"({"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"too old"}})") ==
        "rejected: too old");
  CHECK(otlp_rejection(R"({"partialSuccess":{"rejectedLogRecords":2}})") == "rejected: without a reason");
  for (const char* body : {"", "{}", "x", "[]", R"({"partialSuccess":{}})", R"({"partialSuccess":1})",
                           R"({"partialSuccess":{"rejectedLogRecords":"0"}})"}) {
    CHECK(otlp_rejection(body).empty());
  }
}

TEST_CASE("Loki's labels are the host's words alone, and few") {
  const std::vector<Json> reports = both();
  const Json streams = loki_streams(reports)["streams"];
  REQUIRE(streams.size() == 2);
  const Json& labels = streams[0]["stream"].contains("host") ? streams[0]["stream"] : streams[1]["stream"];
  CHECK(labels == Json{{"job", "cel"}, {"level", "fatal"}, {"host", "node1"}, {"namespace", "prod"}});
  for (const Json& stream : streams) {
    const Json& value = stream["values"][0];
    REQUIRE(value.size() == 3);
    for (const auto& [name, text] : value[2].items()) {
      CHECK(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
      CHECK(text.is_string());
    }
  }
}

TEST_CASE("a bulk request has two lines for each report, whatever it holds") {
  const std::vector<Json> reports = both();
  const std::vector<Json> lines = lines_of(elastic_bulk(reports, "cel"));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == Json{{"create", {{"_index", "cel"}, {"_id", "00112233445566778899aabbccddeeff"}}}});
  CHECK(lines[1]["@timestamp"] == "2026-01-31T18:00:00.123Z");
  CHECK(lines[1]["error"]["type"] == "ValueError");
  CHECK(lines[1]["container"]["image"]["name"] == "shop:1");
  CHECK(lines[1]["orchestrator"]["resource"]["name"] == "shop-7d9f");
  CHECK(lines[2]["create"]["_id"] == "ffffffffffffffffffffffffffffffff");
}

TEST_CASE("an answer to a bulk request tells of each report") {
  const Verdict verdict = elastic_verdict(
      R"({"errors":true,"items":[{"create":{"status":201}},{"create":{"status":409}},
          {"create":{"status":400,"error":{"reason":"bad"}}},{"create":{"status":429}},{"index":{}}]})",
      5);
  CHECK(verdict.outcome == Verdict::Outcome::settled);
  CHECK(verdict.again == std::vector<std::size_t>{3, 4});
  REQUIRE(verdict.refused.size() == 1);
  CHECK(verdict.refused[0].first == 2);
  CHECK(verdict.refused[0].second == R"(answered 400: {"reason":"bad"})");
  CHECK(elastic_verdict(R"({"errors":false})", 5).again.empty());
  for (const char* body :
       {"", "{}", "[]", "<html>", R"({"errors":true})", R"({"errors":true,"items":[1]})"}) {
    CHECK(elastic_verdict(body, 5).outcome == Verdict::Outcome::down);
  }
}
