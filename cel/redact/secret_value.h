// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_sign.h"

namespace cel {

constexpr bool is_any_quote(char c) { return c == '\'' || c == '"' || c == '`'; }

/// Where a string begins.
struct Opening {
  char quote = '\0';            ///< '\0' where none begins
  std::size_t content = 0;      ///< behind the quote, or three of them
  std::size_t backslashes = 0;  ///< before the quote: it stands in a string itself
  bool triple = false;
};

/// The string that begins at `at`: letters as in b'' and rf"", backslashes, a quote or three of them.
Opening opening_at(std::string_view text, std::size_t at);

/// Where the string's content ends: at its closing quote, or with the text. `one_line`: or with the line.
std::size_t content_end(std::string_view text, const Opening& opening, bool one_line);

/// Behind the bracket that closes the one at `at`, strings within being passed by; the text's end if there
/// is none.
std::size_t bracket_end(std::string_view text, std::size_t at);

/// The place of a value.
struct Value {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool quoted = false;  ///< it is a string's content

  bool empty() const { return end <= begin; }
};

/// The value that the name `text[begin, end)` has behind its sign, which ends at `at`: a word, a string, what
/// is in brackets, the rest of a header, the lines of a YAML block. Empty if there is none.
Value value_after(std::string_view text, std::size_t begin, std::size_t end, Sign sign, std::size_t at);

/// Whether a secret's name has nothing secret as its value: no value, a truth value, a count, a placeholder.
bool is_harmless(std::string_view name, std::string_view value);

}  // namespace cel
