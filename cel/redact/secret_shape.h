// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"

namespace cel {

/// What names are made of, as secrets are: letters, digits, `_ - .`
inline bool is_name_byte(char c) {
  static constexpr ByteSet kBytes(
      [](char each) { return is_alphanumeric(each) || each == '_' || each == '-' || each == '.'; });
  return kBytes.has(c);
}

inline constexpr std::size_t kShortestKey = 13;  ///< bytes

/// Where the key or token of a known service begins in the word `text[begin, end)`, which it goes to the end
/// of; `end` if there is none. A word is all that is_name_byte() from `begin` on.
std::size_t key_in_word(std::string_view text, std::size_t begin, std::size_t end);

/// The end of the digits that begin at `at`, single blanks and hyphens between them allowed.
std::size_t digits_end(std::string_view text, std::size_t at);

/// Whether these digits are a payment card's number, by its length, its first digit and its check digit.
bool is_card_number(std::string_view digits);

/// The end of a private key in PEM that begins at `at`, or of the text if the key has no end; `at` if none
/// begins there.
std::size_t private_key_end(std::string_view text, std::size_t at);

/// Whether a line, what is no base64 around it left out, is one of those that a key in PEM is made of: 60 to
/// 76 characters of all kinds, or `last` and fewer.
bool is_key_line(std::string_view line, bool last = false);

/// The user and password of a URL, whose authority begins at `at`, or the key in its path; empty if it has
/// none. `url_end`: where the URL ends; `last_at`: its last @, or npos.
struct UrlSecret {
  std::size_t begin;
  std::size_t end;
};
UrlSecret secret_in_url(std::string_view text, std::size_t at, std::size_t url_end, std::size_t last_at);

/// Where a URL ends that goes through `at`.
std::size_t url_end(std::string_view text, std::size_t at);

}  // namespace cel
