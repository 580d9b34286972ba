// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/gelf_message.h"

#include <algorithm>
#include <utility>

#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kLongestFullMessage = 200U << 10U;  // bytes
constexpr std::size_t kLongestGelfField = 4096;           // what Elasticsearch indexes is 32766

std::string or_else(const std::string& text, const char* otherwise) {
  return text.empty() ? otherwise : text;
}

}  // namespace

Json gelf_message(const ReportView& report) {
  constexpr unsigned kCriticalLevel = 2;
  constexpr unsigned kErrorLevel = 3;
  constexpr double kGelfMicroseconds = 1e6;
  Json message{{"version", "1.1"},
               {"host", or_else(std::string(report.host().substr(0, kLongestGelfField)), "unknown")},
               {"short_message", or_else(keep_ends(report.text("what"), kLongestGelfField), "a report")},
               {"timestamp", static_cast<double>(report.time()) / kGelfMicroseconds},
               {"level", report.is_fatal() ? kCriticalLevel : kErrorLevel}};
  if (const std::string_view trace = report.claim("backtrace"); !trace.empty()) {
    message["full_message"] = keep_ends(trace, kLongestFullMessage);
  }
  for (const Facts& facts : {resource_facts(report), report_facts(report)}) {
    for (const auto& [name, value] : facts) {
      if (name != "exception.stacktrace") {
        std::string field = "_" + name;
        std::replace(field.begin(), field.end(), '.', '_');
        message[std::move(field)] = keep_ends(value, kLongestGelfField);
      }
    }
  }
  return message;
}

}  // namespace cel
