// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// Appends to `out` what the start of `escaped`, the inside of a JSON string (RFC 8259, section 7), stands
/// for; returns how many bytes that is: those before its closing quote, or before the first that is not
/// ASCII, no valid escape, or the escape of another character than ASCII's. What comes after those is for a
/// parser that knows everything: this one is quick with what nearly all strings are made of. Any bytes.
std::size_t append_unescaped(std::string_view escaped, std::string& out);

}  // namespace cel
