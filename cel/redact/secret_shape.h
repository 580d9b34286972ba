// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"

namespace cel {

/// Returns whether names and secrets may contain this byte: letters, digits, `_ - .`
inline bool is_name_byte(char c) {
  static constexpr ByteSet kBytes(
      [](char each) { return is_alphanumeric(each) || each == '_' || each == '-' || each == '.'; });
  return kBytes.has(c);
}

inline constexpr std::size_t kShortestKey = 13;  ///< bytes

/// Returns where a known service's key or token begins in the word `text[begin, end)`, whose end is the
/// key's, or `end` if there is none. The word is made of name bytes, and ends before another byte.
std::size_t key_in_word(std::string_view text, std::size_t begin, std::size_t end);

/// Returns the end of the digits at `at`, which single spaces and hyphens may separate.
std::size_t digits_end(std::string_view text, std::size_t at);

/// Returns whether these digits are a payment card's number, by length, first digit and check digit.
bool is_card_number(std::string_view digits);

/// Returns the end of the private key in PEM that begins at `at`, the text's size if the key has no end, or
/// `at` if no key begins there.
std::size_t private_key_end(std::string_view text, std::size_t at);

/// Returns whether a line is one of the base64 lines of a key in PEM, other bytes around it aside: 60 to 76
/// characters of all kinds, or at least 4 if it is the `last` line.
bool is_key_line(std::string_view line, bool last = false);

}  // namespace cel
