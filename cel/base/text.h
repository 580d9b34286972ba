// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cel {

/// Returns the length in bytes of the well-formed UTF-8 sequence at the start of `text` (Unicode 15, table
/// 3-7), or 0 if there is none.
std::size_t utf8_sequence(std::string_view text);

/// Returns `text` with each byte that is not part of well-formed UTF-8 replaced by `\xNN`, so that it stays
/// visible.
std::string valid_utf8(std::string_view text);

/// Returns `text` as one line that is safe to print, for names that others chose. Control characters and
/// bytes that are not UTF-8 become `\xNN`; line separators and characters that change the direction of text
/// become `\uNNNN`.
std::string one_line(std::string_view text);

/// Returns `value` in quotes, for a sentence.
std::string quoted(std::string_view value);

/// Returns `text` as a whole number within [low, high]; nothing if it is anything else.
std::optional<std::uint64_t> whole_number(std::string_view text, std::uint64_t low, std::uint64_t high);

/// Removes the text before the next `separator`, or all of it, from the front of `text`, together with the
/// separator, and returns it.
std::string_view take_field(std::string_view& text, char separator);

/// Returns the word at `index`, from 0 on, of words with one space between them; empty when there are fewer.
std::string_view nth_word(std::string_view words, std::size_t index);

/// Returns `text` without white space at its ends.
std::string_view trimmed(std::string_view text);

/// Appends the byte as `\xNN`, like Python's backslashreplace.
void append_hex_escape(std::string& out, unsigned char byte);

/// Returns the permission bits of a file's mode in octal: "0644".
std::string octal(unsigned mode);

/// Returns `size` bytes as 2 * size lower-case hex digits.
std::string hex(const unsigned char* bytes, std::size_t size);

}  // namespace cel
