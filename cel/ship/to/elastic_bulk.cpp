// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/elastic_bulk.h"

#include <fmt/format.h>

#include <utility>

#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

constexpr std::size_t kMostValuesOfAnItem = 200;

void set(Json& object, const char* outer, const char* inner, std::string_view value) {
  if (!value.empty()) {
    object[outer][inner] = value;
  }
}

/// The time with its milliseconds, which a report's `time` is without.
std::string moment_of(const ReportView& report) {
  constexpr std::int64_t kMillisecond = 1000;  // microseconds
  const std::string seconds(report.text("time").substr(0, report.text("time").find('Z')));
  return seconds.empty() ? "1970-01-01T00:00:00Z"
                         : fmt::format("{}.{:03}Z", seconds, report.time() / kMillisecond % kMillisecond);
}

Json document_of(const ReportView& report) {
  Json document{{"@timestamp", moment_of(report)},
                {"message", report.text("what")},
                {"error",
                 {{"id", report.text("id")},
                  {"type", report.exception_type()},
                  {"message", report.exception_message()},
                  {"stack_trace", report.claim("backtrace")}}},
                {"log", {{"level", report.is_fatal() ? "fatal" : "error"}, {"logger", "cel"}}},
                {"service", {{"name", report.service()}}},
                {"event", {{"kind", "event"}, {"original", to_line(report.record())}}},
                {"cel", {{"fingerprint", report.text("fingerprint")}, {"type", report.text("type")}}}};
  set(document, "cel", "where", report.text("where"));
  set(document, "cel", "state", report.text("state"));
  set(document, "host", "name", report.host());
  set(document, "container", "id", report.container("id"));
  set(document, "container", "name", report.container("name"));
  set(document, "container", "runtime", report.container("engine"));
  set(document, "process", "executable", report.claim("executable"));
  set(document, "orchestrator", "namespace", report.container("namespace"));
  if (const std::string_view image = report.container("image"); !image.empty()) {
    document["container"]["image"] = {{"name", image}};
  }
  if (const std::string_view pod = report.container("pod"); !pod.empty()) {
    document["orchestrator"]["resource"] = {{"type", "pod"}, {"name", pod}};
  }
  return document;
}

/// Puts one report into the verdict.
void judge(Verdict& verdict, std::size_t index, const Json& item) {
  constexpr std::uint64_t kConflict = 409;  // it is there already
  constexpr std::uint64_t kTooManyRequests = 429;
  constexpr std::uint64_t kServerError = 500;
  const auto operation = item.find("create");  // at the end of what is no object
  const std::uint64_t status = operation == item.end() ? 0 : number_at(*operation, "status").value_or(0);
  if (status / 100 == 2 || status == kConflict) {
    return;
  }
  const auto error = operation == item.end() ? item.end() : operation->find("error");
  const std::string answer =
      "answered " + std::to_string(status) +
      (operation == item.end() || error == operation->end() ? std::string() : ": " + to_line(*error));
  if (status == 0 || status == kTooManyRequests || status >= kServerError) {
    verdict.again.push_back(index);
    verdict.answer = answer;
  } else {
    verdict.refused.emplace_back(index, answer);
  }
}

}  // namespace

std::string elastic_bulk(std::span<const Json> reports, std::string_view index) {
  std::string body;
  for (const Json& each : reports) {
    const ReportView report(each);
    body += to_line({{"create", {{"_index", index}, {"_id", report.text("id")}}}}) + "\n" +
            to_line(document_of(report)) + "\n";
  }
  return body;
}

Verdict elastic_verdict(std::string_view body, std::size_t reports) {
  const auto answer = parse_json(body, (reports + 1) * kMostValuesOfAnItem);
  const auto errors = answer && answer->is_object() ? answer->find("errors") : Json::const_iterator();
  if (!answer || !answer->is_object() || errors == answer->end() || !errors->is_boolean()) {
    return {Verdict::Outcome::down, "answered what is no answer to a bulk request (check the address)"};
  }
  Verdict verdict;
  if (!errors->get<bool>()) {
    return verdict;
  }
  const auto items = answer->find("items");
  if (items == answer->end() || !items->is_array() || items->size() != reports) {
    return {Verdict::Outcome::down, "answered errors, but not for which reports"};
  }
  for (std::size_t index = 0; index < reports; ++index) {
    judge(verdict, index, (*items)[index]);
  }
  return verdict;
}

}  // namespace cel
