// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// The text with the values masked that stand after the name of a secret: `name=value`, `"name": "value"`,
/// `<name>value</name>`, `PASSWORD 'value'`, headers. The Python hook's rules (redact.py).
std::string without_pairs(std::string_view text);

}  // namespace cel
