// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/ship/to/report_view.h"

namespace cel {

inline constexpr std::size_t kLeastSyslogMessage = 4096;  // bytes

/// How a report is said in syslog.
struct SyslogStyle {
  unsigned facility = 1;  ///< `user`
  std::size_t most_bytes =
      8192;  ///< of a message, kLeastSyslogMessage or more; receivers cut or split longer ones
};

/// The number of `user`, `daemon`, `local0` and so on (RFC 5424, 6.2.1).
std::optional<unsigned> syslog_facility(std::string_view name);

/// A report as a message of RFC 5424, in one line whatever it holds: control characters are shown as `\xNN`,
/// and ends of lines as `\n`. From its text the middle is cut where it is too long.
std::string syslog_message(const ReportView& report, const SyslogStyle& style);

}  // namespace cel
