// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// Says `sentence` to a person, on standard error, with `program: ` before it; where that is full, nobody
/// hears it. Whatever names are in it, it is one line (one_line() in text.h).
void say_as(std::string_view program, std::string_view sentence);

}  // namespace cel
