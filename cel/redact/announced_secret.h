// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "cel/redact/secret_option.h"
#include "cel/redact/secret_value.h"

namespace cel {

/// Returns the secret that the word `text[begin, end)` announces in a command line, or in a list of strings
/// that was printed: `--password X`, `mysql -pX`, `['curl', '-u', 'bob:X']`. Empty if there is none.
Value secret_announced(std::string_view text, std::size_t begin, std::size_t end, const Announced& announced);

/// Returns for each word of a command line the part that is secret by an option; empty where none is.
std::vector<Value> secrets_of_words(const SecretNames& names, const std::vector<std::string_view>& words);

}  // namespace cel
