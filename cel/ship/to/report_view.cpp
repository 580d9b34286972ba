// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

const Json kNothing = Json::object();

const Json& member(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_object() ? *found : kNothing;
}

/// The exception that was raised.
const Json& raised(const Json& record) {
  const auto chain = record.find("exceptions");
  if (chain != record.end() && chain->is_array() && !chain->empty() && chain->front().is_object()) {
    return chain->front();
  }
  return member(record, "exception");
}

void add(Facts& facts, const char* name, std::string_view value) {
  if (!value.empty()) {
    facts.emplace_back(name, value);
  }
}

std::string number_text(const Json& object, const char* key) {
  const auto number = number_at(object, key);
  return number ? std::to_string(*number) : "";
}

}  // namespace

std::string_view ReportView::container(std::string_view key) const {
  return string_at(member(report_, "container"), key).value_or("");
}

const Json& ReportView::record() const { return member(report_, "record"); }

std::int64_t ReportView::time() const {
  return static_cast<std::int64_t>(number_at(report_, "time_us").value_or(0));
}

std::string ReportView::exception_type() const {
  const std::string_view type = string_at(raised(record()), "type").value_or("");
  const std::string_view what = text("what");
  return std::string(type.empty() ? what.substr(0, what.find(':')) : type);
}

std::string ReportView::exception_message() const {
  const auto message = string_at(raised(record()), "message");
  return std::string(message ? *message : text("what"));
}

std::string_view ReportView::host() const {
  const std::string_view attested = container("host");
  return attested.empty() ? claim("hostname") : attested;
}

std::string ReportView::service() const {
  const std::string_view name = container("name");
  const std::string_view pod = container("pod");
  if (!pod.empty()) {
    return std::string(pod) + (name.empty() ? "" : "/") + std::string(name);
  }
  for (const std::string_view each : {name, container("unit"), claim("executable")}) {
    if (!each.empty()) {
      return std::string(each);
    }
  }
  return "unknown";
}

Facts resource_facts(const ReportView& report) {
  Facts facts;
  const bool is_in_pod = !report.container("pod").empty();
  add(facts, "service.name", report.service());
  add(facts, "host.name", report.host());
  add(facts, "container.id", report.container("id"));
  add(facts, is_in_pod ? "k8s.container.name" : "container.name", report.container("name"));
  add(facts, "container.image.name", report.container("image"));
  add(facts, "container.runtime", report.container("engine"));
  add(facts, "k8s.pod.name", report.container("pod"));
  add(facts, "k8s.namespace.name", report.container("namespace"));
  add(facts, "systemd.unit", report.container("unit"));
  return facts;
}

Facts report_facts(const ReportView& report) {
  Facts facts;
  const Json& record = report.record();
  const auto runtime = member(record, "runtime");
  add(facts, "exception.type", report.exception_type());
  add(facts, "exception.message", report.exception_message());
  add(facts, "exception.stacktrace", report.claim("backtrace"));
  add(facts, "process.executable.path", report.claim("executable"));
  add(facts, "process.pid", number_text(record, "pid"));
  add(facts, "process.runtime.name", string_at(runtime, "name").value_or(""));
  add(facts, "process.runtime.version", string_at(runtime, "version").value_or(""));
  add(facts, "cel.id", report.text("id"));
  add(facts, "cel.fingerprint", report.text("fingerprint"));
  add(facts, "cel.type", report.text("type"));
  add(facts, "cel.where", report.text("where"));
  add(facts, "cel.state", report.text("state"));
  add(facts, "cel.mechanism", report.claim("mechanism"));
  add(facts, "cel.suppressed", number_text(record, "suppressed"));
  return facts;
}

}  // namespace cel
