// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// Why the kernel has written no core of a process that `signal` ended, and what to set (core(5)); empty
/// where that signal leaves none, or nothing is known to prevent it. `limits` is its /proc/PID/limits,
/// `pattern` is /proc/sys/kernel/core_pattern.
std::string why_no_core(int signal, std::string_view limits, std::string_view pattern);

}  // namespace cel
