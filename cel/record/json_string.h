// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// JSON as RFC 8259 has it, or what is nearly JSON, the ways in which real serializers go wrong:
///
/// - raw control characters inside a string (ABRT's hook for Python 2 wrote raw newlines) stand for
///   themselves;
/// - bytes that are not UTF-8 become the text `\xNN`, and so does the escape `\udcNN` that Python's
///   surrogateescape makes of such a byte; any other lone surrogate becomes the text `\uNNNN`;
/// - NaN, Infinity and -Infinity (Python's and Java's serializers write them) become strings of these names;
/// - numbers that overflow a double, or have more than 1024 digits, become strings of their digits.
enum class Dialect { strict, nearly };

/// Appends to `out` what `escaped`, the inside of a JSON string, stands for; returns how many bytes that is:
/// those before its closing quote, before the first that `dialect` does not allow, or all. Any bytes.
std::size_t append_json_string(std::string_view escaped, Dialect dialect, std::string& out);

/// Bytes of the word or number at the start of `text` that only nearly-JSON has, and that becomes a string; 0
/// where there is none. `number` becomes the size of a number that is fine, or 0.
std::size_t foreign_token(std::string_view text, std::size_t& number);

}  // namespace cel
