// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cel {

/// Length in bytes of the well-formed UTF-8 sequence at the start of `text` (Unicode 15, table 3-7), or 0
/// when there is none.
std::size_t utf8_sequence(std::string_view text);

/// `text` with every byte that is not part of well-formed UTF-8 replaced by `\xNN`, so that it stays readable
/// and seen.
std::string valid_utf8(std::string_view text);

/// Returns `text` as a person may be shown it: one line of UTF-8, in which nothing is obeyed instead of
/// shown. Control characters and what is not UTF-8 become `\xNN`, marks of direction and separators of lines
/// `\uNNNN`. Names that others chose are printed through this.
std::string one_line(std::string_view text);

/// `value` in quotes, for a sentence.
std::string quoted(std::string_view value);

/// `text` as a whole number within [low, high]; nothing when it is anything else.
std::optional<std::uint64_t> whole_number(std::string_view text, std::uint64_t low, std::uint64_t high);

/// Takes what is before the next `separator`, or all, off the front of `text`, and the separator with it.
std::string_view take_field(std::string_view& text, char separator);

/// `text` without white space at its ends.
std::string_view trimmed(std::string_view text);

/// Appends the byte as `\xNN`, the way that Python's backslashreplace shows it.
void append_hex_escape(std::string& out, unsigned char byte);

/// The permission bits of a file's mode as they are written: "0644".
std::string octal(unsigned mode);

/// `size` bytes as 2 * size lower-case hex digits.
std::string hex(const unsigned char* bytes, std::size_t size);

}  // namespace cel
