// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "cel/redact/known_values.h"
#include "cel/redact/mask.h"

namespace cel {

/// Adds the secrets of `text` that have a name to `known`. Of a list, dictionary or object, its strings are
/// added, too, but for its keys.
void learn(std::string_view text, const std::vector<Secret>& secrets, KnownValues& known);

}  // namespace cel
