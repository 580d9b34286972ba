// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// What stands in a secret's place.
inline constexpr std::string_view kMask = "[redacted]";

/// What find() of a text gives where there is nothing to be found.
inline constexpr std::size_t kNone = std::string_view::npos;

/// Where the first of `ends` is in `text`, from `at` on, or the text's end.
inline std::size_t end_of(std::string_view text, std::size_t at, std::string_view ends) {
  return std::min(text.find_first_of(ends, at), text.size());
}

/// The text with all masked that looks like a secret by itself: keys and tokens of known services, private
/// keys in PEM, card numbers. The Python hook's rules (shapes.py).
std::string without_keys(std::string text);

/// The text with the passwords of its URLs masked, and URLs that are passwords themselves (urls.py).
std::string without_url_passwords(std::string text);

}  // namespace cel
