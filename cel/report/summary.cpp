// SPDX-License-Identifier: Apache-2.0
#include "cel/report/summary.h"

#include <string_view>

#include "cel/base/text.h"

namespace cel {
namespace {

bool is_line_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// Bytes that `<file>:<line>:<function>` takes at the start of a reason; 0 when it does not start so.
std::size_t length_of_place(std::string_view reason) {
  for (std::size_t colon = reason.find(':'); colon != std::string_view::npos;
       colon = reason.find(':', colon + 1)) {
    const std::size_t second = reason.find(':', colon + 1);
    if (second == std::string_view::npos) {
      return 0;
    }
    if (is_line_number(reason.substr(colon + 1, second - colon - 1))) {
      const std::size_t third = reason.find(':', second + 1);
      const std::string_view function = reason.substr(second + 1, third - second - 1);
      if (third != std::string_view::npos && function.find(' ') == std::string_view::npos) {
        return third;
      }
      const bool is_file = reason.substr(0, colon).find(' ') == std::string_view::npos;
      return is_file ? second : 0;  // "main.go:12: …", but not "at 12:30: …"
    }
  }
  return 0;
}

}  // namespace

Summary summary_of(const Json& record) {
  Summary summary;
  summary.type = string_at(record, "type").value_or("");
  std::string_view reason = string_at(record, "reason").value_or("");
  reason = reason.substr(0, reason.find('\n'));
  const std::size_t place = length_of_place(reason);
  summary.where = reason.substr(0, place);
  if (place != 0) {
    reason.remove_prefix(place + 1);
  }
  summary.what = trimmed(reason);
  return summary;
}

}  // namespace cel
