// SPDX-License-Identifier: Apache-2.0
#pragma once

// toml++ 3.3 asserts what a broken text does not hold, and has a proper error behind it: an assertion would
// end the program. Without exceptions, it goes on after errors.
#define TOML_EXCEPTIONS 1
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "cel/base/result.h"

namespace cel {

/// `line 3, column 8: `, before a sentence about it.
inline std::string toml_place(const toml::source_region& region) {
  return "line " + std::to_string(region.begin.line) + ", column " + std::to_string(region.begin.column) +
         ": ";
}

/// The table that a text in TOML (toml.io) is; the error names line and column.
inline Result<toml::table> parse_toml(std::string_view text) {
  try {
    return toml::parse(text);
  } catch (const toml::parse_error& error) {
    return Error{toml_place(error.source()) + std::string(error.description())};
  }
}

}  // namespace cel
