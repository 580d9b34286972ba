// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cel {

// Secrets never leave the container: by the names that they go by, and by their own shape. The rules are
// those of the Python hook, and are held to the same statements (tests/hooks/redaction).

/// What a variable's value may be shown as: itself, `[redacted]`, or with its secret parts masked.
std::string redacted_value(std::string_view name, std::string_view value);

/// The words of a command line with those masked that are secrets: `--password X`, `mysql -pX`, `-u bob:X`,
/// and what `redacted_text` finds in each.
std::vector<std::string> redacted_arguments(const std::vector<std::string>& arguments);

/// A text without the secrets that can be told in it: passwords in URLs, `name=value` and `"name": "value"`,
/// options of command lines, keys and tokens.
std::string redacted_text(std::string_view text);

}  // namespace cel
