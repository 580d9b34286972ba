// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// Says `sentence` to a person, on standard error, with `program: ` before it; where that is full, nobody
/// hears it.
void say_as(std::string_view program, std::string_view sentence);

}  // namespace cel
