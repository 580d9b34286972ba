// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace cel {

/// What /proc/PID/stat says of a process (proc(5)).
struct ProcessStat {
  pid_t parent = 0;
  std::uint64_t started = 0;  ///< in clock ticks since the machine's start
};

/// Takes it out of the file's text; nothing when that is cut short.
std::optional<ProcessStat> parse_process_stat(std::string_view text);

/// Whether the process `pid` is `ancestor`, or descends from it, or from one that did and was left to this
/// program as an orphan. Both must be there, and a descendant is never older: an ancestor's pid that another
/// process has by now does not count.
bool descends_from(pid_t pid, pid_t ancestor);

}  // namespace cel
