// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace cel {

/// Returns whether a value is no secret although its name is one's: it is empty, a truth value, a count, a
/// placeholder, or masked already.
bool is_harmless(std::string_view name, std::string_view value);

}  // namespace cel
