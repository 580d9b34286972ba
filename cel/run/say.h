// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// Says `sentence` to a person, on standard error, with `cel-run: ` before it; where that is full, nobody
/// hears it.
void say(std::string_view sentence);

}  // namespace cel
