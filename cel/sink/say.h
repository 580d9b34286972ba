// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// Prints `sentence` on standard error after `program: `, as one line (one_line() in text.h). Drops it if
/// standard error is full.
void say_as(std::string_view program, std::string_view sentence);

}  // namespace cel
