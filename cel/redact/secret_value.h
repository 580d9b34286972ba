// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/redact/secret_sign.h"

namespace cel {

/// The position of a value in a text.
struct Value {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool quoted = false;  ///< it is a string's content

  bool empty() const { return end <= begin; }

  /// Returns the value; `text` is the text that it was found in.
  std::string_view of(std::string_view text) const { return text.substr(begin, empty() ? 0 : end - begin); }
};

/// Returns the value of the name `text[begin, end)`, whose sign ends at `at`: a word, a string, an expression
/// in brackets, the rest of a header or the lines of a YAML block. Empty if there is none.
Value value_after(std::string_view text, std::size_t begin, std::size_t end, Sign sign, std::size_t at);

}  // namespace cel
