// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cel {

/// The sign between a name and its value.
enum class Sign {
  none,
  assigns,   ///< = := => += ?=
  colon,     ///< : and ?:
  compares,  ///< == !=
  comma,     ///< after a name in quotes: ("name", "value"), get("name", "default")
  blank,     ///< before a quote: PASSWORD 'value'
  tag,       ///< <name>value
};

struct FoundSign {
  Sign sign = Sign::none;
  std::size_t end = 0;  ///< the position after the sign
  bool quoted = false;  ///< a closing quote follows the name
};

/// Returns the sign after the name `text[begin, end)`. A quote, a bracket and blanks may be before it.
FoundSign sign_after(std::string_view text, std::size_t begin, std::size_t end);

/// Returns whether a bracket is before the quoted name whose content begins at `begin`.
bool may_open_pair(std::string_view text, std::size_t begin);

/// Returns whether the quoted name at `begin` and the string that ends at `end` are the first two arguments
/// of a call, or all of a list: ("name", "value").
bool is_pair(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace cel
