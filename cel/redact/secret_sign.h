// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cel {

/// What may stand between a name and its value.
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
  std::size_t end = 0;  ///< behind it
  bool quoted = false;  ///< a quote closes behind the name
};

/// The sign after the name `text[begin, end)`, which a quote, a bracket and blanks may follow.
FoundSign sign_after(std::string_view text, std::size_t begin, std::size_t end);

/// Behind blanks and tabs, also tabs that are written as `\t`.
std::size_t after_blanks(std::string_view text, std::size_t at);

/// Behind backslashes.
std::size_t after_backslashes(std::string_view text, std::size_t at);

/// How many bytes a line break takes at `at`, also one that is written as `\n`; 0 if there is none.
std::size_t newline_size(std::string_view text, std::size_t at);

/// Whether a bracket is before the name in quotes that begins at `begin`.
bool may_open_pair(std::string_view text, std::size_t begin);

/// Whether the name in quotes that begins at `begin` and the string that ends at `end` are the first two
/// arguments of a call, or all of a list: ("name", "value").
bool is_pair(std::string_view text, std::size_t begin, std::size_t end);

}  // namespace cel
