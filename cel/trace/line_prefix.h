// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// `text`, line for line, without what a log or a person has put before each line of the last traceback in
/// it: a time, a host, a process, a service's name, a level, or an indentation. Numbers in it may change from
/// line to line. Empty when no traceback is seen that has something before it.
std::string without_line_prefix(std::string_view text);

}  // namespace cel
