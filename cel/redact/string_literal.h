// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cel {

// Strings as programs, JSON and their printed forms write them. A text may be escaped itself: a quote may
// have backslashes before it, and a line break or a tab may be written as `\n` or `\t`.

constexpr bool is_any_quote(char c) { return c == '\'' || c == '"' || c == '`'; }

/// Returns the position after the backslashes at `at`.
std::size_t after_backslashes(std::string_view text, std::size_t at);

/// Returns the position after the spaces and tabs at `at`.
std::size_t after_blanks(std::string_view text, std::size_t at);

/// Returns how many bytes the line break at `at` takes, 0 if there is none.
std::size_t newline_size(std::string_view text, std::size_t at);

/// The start of a string.
struct Opening {
  char quote = '\0';            ///< '\0': no string starts here
  std::size_t content = 0;      ///< the position after the quote, or after three of them
  std::size_t backslashes = 0;  ///< before the quote, which is part of another string then
  bool triple = false;
};

/// Returns the start of the string at `at`: a prefix such as b or rf, backslashes, and one or three quotes.
Opening opening_at(std::string_view text, std::size_t at);

/// Returns where the string's content ends: at its closing quote, at the end of the text or, with `one_line`,
/// at the end of the line.
std::size_t content_end(std::string_view text, const Opening& opening, bool one_line);

/// Returns the position after the bracket that closes the one at `at`, not counting brackets within strings,
/// or the text's size.
std::size_t bracket_end(std::string_view text, std::size_t at);

}  // namespace cel
