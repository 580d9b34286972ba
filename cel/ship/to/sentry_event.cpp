// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/sentry_event.h"

#include <array>
#include <utility>

#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

constexpr double kMicrosecondsOfOne = 1e6;

/// Sentry's name of the language of a record's `type`.
const char* platform_of(std::string_view type) {
  constexpr std::array<std::pair<std::string_view, const char*>, 10> kPlatforms{{{"Python", "python"},
                                                                                 {"Java", "java"},
                                                                                 {"Node", "node"},
                                                                                 {"Ruby", "ruby"},
                                                                                 {"PHP", "php"},
                                                                                 {"Perl", "perl"},
                                                                                 {"Go", "go"},
                                                                                 {"Rust", "native"},
                                                                                 {"C++", "native"},
                                                                                 {".NET", "csharp"}}};
  for (const auto& [prefix, platform] : kPlatforms) {
    if (type.starts_with(prefix)) {
      return platform;
    }
  }
  return "other";
}

void copy(Json& to, const char* name, const Json& from, const char* key) {
  if (const auto value = from.find(key); value != from.end() && !value->is_null()) {
    to[name] = *value;
  }
}

/// The lines around the one that ran, which the record has as one list.
void add_source(Json& to, const Json& frame) {
  const auto context = frame.find("context");
  const auto line = number_at(frame, "line");
  if (context == frame.end() || !context->is_object() || !line) {
    return;
  }
  const auto lines = context->find("lines");
  const auto start = number_at(*context, "start");
  if (lines == context->end() || !lines->is_array() || !start) {
    return;
  }
  std::uint64_t number = *start;
  for (const Json& text : *lines) {
    if (number == *line) {
      to["context_line"] = text;
    } else {
      to[number < *line ? "pre_context" : "post_context"].push_back(text);
    }
    ++number;
  }
}

Json frame_of(const Json& frame) {
  Json to = Json::object();
  const std::string_view path = string_at(frame, "file").value_or("");
  to["filename"] = path.substr(path.rfind('/') + 1);
  copy(to, "abs_path", frame, "file");
  copy(to, "lineno", frame, "line");
  copy(to, "function", frame, "function");
  copy(to, "module", frame, "module");
  copy(to, "in_app", frame, "in_app");
  copy(to, "vars", frame, "locals");
  add_source(to, frame);
  return to;
}

Json exception_of(const Json& link) {
  Json to = Json::object();
  copy(to, "type", link, "type");
  copy(to, "value", link, "message");
  copy(to, "module", link, "module");
  if (const auto frames = link.find("frames"); frames != link.end() && frames->is_array()) {
    Json list = Json::array();
    for (const Json& frame : *frames) {
      if (frame.is_object()) {
        list.push_back(frame_of(frame));
      }
    }
    to["stacktrace"]["frames"] = std::move(list);
  }
  return to;
}

/// The chain of exceptions, the cause of all first.
Json exceptions_of(const ReportView& report) {
  Json values = Json::array();
  if (const auto chain = report.record().find("exceptions");
      chain != report.record().end() && chain->is_array()) {
    for (auto link = chain->rbegin(); link != chain->rend(); ++link) {
      if (link->is_object()) {
        values.push_back(exception_of(*link));
      }
    }
  }
  if (values.empty()) {
    values.push_back({{"type", report.exception_type()}, {"value", report.exception_message()}});
  }
  const bool is_handled = report.record().value("handled", Json(false)) == Json(true);
  values.back()["mechanism"] = {
      {"type", report.claim("mechanism").empty() ? "cel" : report.claim("mechanism")},
      {"handled", is_handled}};
  return values;
}

}  // namespace

Json sentry_event(const Json& whole) {
  constexpr std::size_t kLongestTag = 200;  // characters, by Sentry's limits
  const ReportView report(whole);
  Json event{{"event_id", report.text("id")},
             {"timestamp", static_cast<double>(report.time()) / kMicrosecondsOfOne},
             {"platform", platform_of(report.text("type"))},
             {"level", report.is_fatal() ? "fatal" : "error"},
             {"logger", "cel"},
             {"server_name", report.host()},
             {"transaction", report.text("where")},
             {"fingerprint", Json::array({report.text("fingerprint")})},
             {"exception", {{"values", exceptions_of(report)}}}};
  for (const auto& [name, value] : resource_facts(report)) {
    if (value.size() <= kLongestTag && value.find('\n') == std::string::npos) {
      event["tags"][name] = value;
    }
  }
  if (const auto runtime = report.record().find("runtime");
      runtime != report.record().end() && runtime->is_object()) {
    event["contexts"]["runtime"] = *runtime;
  }
  for (const auto& [name, value] : report_facts(report)) {
    event["extra"][name] = value;
  }
  return event;
}

std::string sentry_envelope(const Json& report) {
  const std::string event = to_line(sentry_event(report));
  return to_line({{"event_id", ReportView(report).text("id")}}) + "\n" +
         to_line({{"type", "event"}, {"length", event.size()}}) + "\n" + event + "\n";
}

}  // namespace cel
