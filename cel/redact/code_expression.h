// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_sign.h"
#include "cel/redact/shape_finder.h"

namespace cel {

/// Returns the end of the word of code at `at`: a name with its dots, or a number.
std::size_t code_word_end(std::string_view text, std::size_t at);

/// Returns whether the colon after the name `text[begin, end)` opens a block of statements: `if token:`.
bool opens_block(std::string_view text, std::size_t begin, const FoundSign& sign);

/// Adds the strings and numbers of the expression after the secret's name `text[begin, end)` to `found`, and
/// returns where the expression ends. It goes on over a line's end within brackets, after a backslash, and
/// directly after the sign. `lists`: commas do not end it.
std::size_t find_literals(std::string_view text, std::size_t begin, std::size_t end, const FoundSign& sign,
                          bool lists, ShapeFinder& found);

}  // namespace cel
