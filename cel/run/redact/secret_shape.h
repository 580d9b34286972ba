// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// What stands in a secret's place.
inline constexpr std::string_view kMask = "[redacted]";

/// The text with all masked that looks like a secret by itself: keys and tokens of known services, private
/// keys in PEM, card numbers. The Python hook's rules (shapes.py).
std::string without_keys(std::string text);

/// The text with the passwords of its URLs masked, and URLs that are passwords themselves (urls.py).
std::string without_url_passwords(std::string text);

}  // namespace cel
