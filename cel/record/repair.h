// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// Makes JSON of what is nearly JSON, the ways in which real serializers go wrong:
///
/// - raw control characters inside a string are escaped (ABRT's hook for Python 2 wrote raw newlines);
/// - bytes that are not UTF-8 become the text `\xNN`, and so does the escape `\udcNN` that Python's
/// surrogateescape makes of
///   such a byte; any other lone surrogate becomes the text `\uNNNN`;
/// - NaN, Infinity and -Infinity (Python's and Java's serializers write them) become strings of these names;
/// - numbers that overflow a double become strings of their digits.
///
/// Whatever else is wrong with the text stays wrong. Takes one pass; the result is at most 6 times as long.
std::string repair_json(std::string_view text);

}  // namespace cel
