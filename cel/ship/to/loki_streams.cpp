// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/loki_streams.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "cel/record/cut.h"
#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

constexpr std::size_t kLongestEntry = 200U << 10U;  // bytes; Loki's max_line_size is 256 KB

Json labels_of(const ReportView& report) {
  Json labels{{"job", "cel"}, {"level", report.is_fatal() ? "fatal" : "error"}};
  for (const auto& [label, name] : {std::pair("host", "host"), std::pair("namespace", "namespace")}) {
    if (const std::string_view value = report.container(name); !value.empty()) {
      labels[label] = value;
    }
  }
  return labels;
}

Json metadata_of(const ReportView& report) {
  Json metadata = Json::object();
  for (const Facts& facts : {resource_facts(report), report_facts(report)}) {
    for (const auto& [name, value] : facts) {
      if (name != "exception.stacktrace") {  // that is the line
        std::string key = name;
        std::replace(key.begin(), key.end(), '.', '_');
        metadata[key] = keep_ends(value, 4096);
      }
    }
  }
  return metadata;
}

}  // namespace

Json loki_streams(std::span<const Json> reports) {
  std::map<std::string, Json> streams;
  for (const Json& each : reports) {
    const ReportView report(each);
    Json labels = labels_of(report);
    Json& stream = streams[to_line(labels)];
    stream["stream"] = std::move(labels);
    const std::string_view trace = report.claim("backtrace");
    stream["values"].push_back(Json::array(
        {std::to_string(report.time()) + "000",
         keep_ends(trace.empty() ? report.text("what") : trace, kLongestEntry), metadata_of(report)}));
  }
  Json list = Json::array();
  for (auto& [labels, stream] : streams) {
    list.push_back(std::move(stream));
  }
  return {{"streams", std::move(list)}};
}

}  // namespace cel
