// SPDX-License-Identifier: Apache-2.0
//
// Any JSON as a report that `cel ship` says in syslog, GELF and Prometheus' format: it makes one message and
// no line, frame or field of its own.

#include "cel/ship/to/gelf_message.h"
#include "cel/ship/to/metrics_text.h"
#include "cel/ship/to/syslog_message.h"
#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kMostBytes = 4096;
  const auto parsed = parse_json(view_of(data, size));
  const Json report = parsed && parsed->is_object() ? *parsed : Json::object();
  const ReportView view(report);
  const std::string message = syslog_message(view, {.most_bytes = kMostBytes});
  CEL_CHECK(message.find_first_of(std::string_view("\0\r\n", 3)) == std::string::npos);
  CEL_CHECK(message.size() <= kMostBytes && message.find(" [cel@32473") != std::string::npos);
  const std::string gelf = to_line(gelf_message(view));
  CEL_CHECK(gelf.find_first_of(std::string_view("\0\n", 2)) == std::string::npos && parse_json(gelf));
  ReportTally tally;
  tally.add(view, {});
  std::string_view text = {};
  const std::string metrics = metrics_text(tally, {});
  for (text = metrics; !text.empty();) {
    const std::size_t end = text.find('\n');
    CEL_CHECK(end != std::string_view::npos);
    const std::string_view line = text.substr(0, end);
    CEL_CHECK(line.starts_with("# ") || line.starts_with("cel_"));
    text.remove_prefix(end + 1);
  }
  return 0;
}
