// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace cel {

/// What find() of a text gives where there is nothing to be found.
inline constexpr std::size_t kNone = std::string_view::npos;

/// Where the first of `ends` is in `text`, from `at` on, or the text's end.
inline std::size_t end_of(std::string_view text, std::size_t at, std::string_view ends) {
  return std::min(text.find_first_of(ends, at), text.size());
}

}  // namespace cel
