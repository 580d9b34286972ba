// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace cel {

/// Microseconds since 1970-01-01 UTC in local time, as coredumpctl and journalctl show them:
/// "Sat 2026-11-21 07:26:29 UTC"; "unknown" for 0 and what no calendar holds.
std::string local_time(std::int64_t microseconds);

/// As local_time(), for tables: "2026-11-21 07:26:29", or without the year; "unknown" likewise.
std::string short_time(std::int64_t microseconds, bool with_year);

/// As local_time(), in UTC and by RFC 3339, for machines: "2026-11-21T07:26:29Z"; empty for 0.
std::string utc_time(std::int64_t microseconds);

/// As much of local time as tells the moments of a chart apart that spans `span` microseconds: "07:26:29",
/// "Nov 21 07:26" or "2026-11-21".
std::string axis_time(std::int64_t microseconds, std::int64_t span);

/// A span of microseconds in its largest unit: "3 min", "5 h", "12 days"; "0 s" for less than a second.
std::string span_text(std::int64_t microseconds);

}  // namespace cel
