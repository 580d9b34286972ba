// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cel {

/// Returns whether the colon after the name `text[begin, end)` belongs to a place or an error, not to a
/// value: `auth.py:3`, `:in 'auth': ...`, `auth.InvalidToken: expired`. `quoted`: the name is in quotes.
bool names_place(std::string_view text, std::size_t begin, std::size_t end, bool quoted);

/// Returns the length of the place that a report's first line starts with, `<file>:<line>:<function>:`, or 0.
std::size_t place_size(std::string_view text);

}  // namespace cel
