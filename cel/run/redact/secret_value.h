// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cel {

/// A part of a text: from `start` to before `end`.
struct Span {
  std::size_t start;
  std::size_t end;
};

/// The place of what the name before the sign at `sign` (= : > or a space or comma) stands for: a word, a
/// string, what is in brackets, the rest of a header. Empty if there is nothing.
Span value_after(std::string_view text, std::size_t sign, std::string_view name);

/// Whether a secret's name has nothing secret as its value: no value, a truth value, a count.
bool is_harmless(std::string_view name, std::string_view value);

}  // namespace cel
