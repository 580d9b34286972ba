// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/otlp_logs.h"

#include <map>
#include <utility>

#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

constexpr std::size_t kMostAnswerValues = 10'000;

Json attributes_of(const Facts& facts) {
  Json attributes = Json::array();
  for (const auto& [name, value] : facts) {
    attributes.push_back({{"key", name}, {"value", {{"stringValue", value}}}});
  }
  return attributes;
}

Json record_of(const ReportView& report) {
  constexpr int kErrorNumber = 17;  // SeverityNumber
  constexpr int kFatalNumber = 21;
  const std::string nanoseconds = std::to_string(report.time()) + "000";
  return {{"timeUnixNano", nanoseconds},
          {"observedTimeUnixNano", nanoseconds},
          {"severityNumber", report.is_fatal() ? kFatalNumber : kErrorNumber},
          {"severityText", report.is_fatal() ? "FATAL" : "ERROR"},
          {"body", {{"stringValue", report.text("what")}}},
          {"attributes", attributes_of(report_facts(report))}};
}

}  // namespace

Json otlp_logs(std::span<const Json> reports) {
  std::map<Facts, Json> records;
  for (const Json& each : reports) {
    const ReportView report(each);
    records[resource_facts(report)].push_back(record_of(report));
  }
  Json resources = Json::array();
  for (auto& [resource, list] : records) {
    resources.push_back({{"resource", {{"attributes", attributes_of(resource)}}},
                         {"scopeLogs", Json::array({{{"scope", {{"name", "cel"}, {"version", CEL_VERSION}}},
                                                     {"logRecords", std::move(list)}}})}});
  }
  return {{"resourceLogs", std::move(resources)}};
}

std::string otlp_rejection(std::string_view body) {
  const auto answer = parse_json(body, kMostAnswerValues);
  if (!answer || !answer->is_object()) {
    return {};
  }
  const auto partial = answer->find("partialSuccess");
  if (partial == answer->end() || !partial->is_object()) {
    return {};
  }
  const auto text = string_at(*partial, "rejectedLogRecords");  // 64-bit numbers are texts in proto's JSON
  const auto number = number_at(*partial, "rejectedLogRecords");
  if ((text && *text != "0") || number.value_or(0) != 0) {
    return "rejected: " + std::string(string_at(*partial, "errorMessage").value_or("without a reason"));
  }
  return {};
}

}  // namespace cel
