// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/notice.h"

#include <utility>

#include "cel/record/cut.h"
#include "cel/ship/to/report_view.h"

namespace cel {

Json notice_excerpt(const Json& report) {
  constexpr std::size_t kTraceExcerpt = 1500;  // bytes of a traceback
  Json excerpt = report;
  const auto record = report.find("record");
  Json kept = Json::object();
  if (record != report.end() && record->is_object()) {
    for (const char* key : {"severity", "executable"}) {
      if (const auto text = string_at(*record, key)) {
        kept[key] = keep_ends(*text, kTraceExcerpt);
      }
    }
    const std::string_view trace = string_at(*record, "backtrace").value_or("");
    kept["backtrace"] =
        trace.size() <= kTraceExcerpt
            ? std::string(trace)
            : std::string(trace.substr(trace.size() - whole_end(trace.substr(trace.size() - kTraceExcerpt))));
  }
  for (const char* key : {"what", "where", "type"}) {
    excerpt[key] = keep_ends(string_at(report, key).value_or(""), kTraceExcerpt);
  }
  excerpt["record"] = std::move(kept);
  return excerpt;
}

std::string notice_container(const Json& report) {
  constexpr std::size_t kLongestContainerName = 256;
  return keep_ends(ReportView(report).service(), kLongestContainerName);
}

}  // namespace cel
