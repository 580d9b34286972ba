// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

// ASCII only, in any locale. A byte above 127, part of a UTF-8 sequence, counts as a letter.

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c) || static_cast<signed char>(c) < 0; }
constexpr bool is_alphanumeric(char c) { return is_letter(c) || is_digit(c); }
constexpr char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool is_quote(char c) { return c == '\'' || c == '"'; }

/// Returns the byte at `at`, or '\0' past the end.
constexpr char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

/// Returns the text in lower case.
inline std::string lowered(std::string_view text) {
  std::string low(text);
  for (char& c : low) {
    c = lower(c);
  }
  return low;
}

}  // namespace cel
