// SPDX-License-Identifier: Apache-2.0
#include "cel/base/text.h"

#include <algorithm>
#include <charconv>

namespace cel {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";
constexpr std::string_view kHexDigits = "0123456789abcdef";

bool between(char byte, unsigned low, unsigned high) {
  const auto value = static_cast<unsigned char>(byte);
  return value >= low && value <= high;
}

/// Returns the code point of a well-formed sequence.
std::uint32_t code_point(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  std::uint32_t code = sequence.size() == 1 ? first : first & (0x7FU >> sequence.size());
  for (const char byte : sequence.substr(1)) {
    code = code << 6U | (static_cast<unsigned char>(byte) & 0x3FU);
  }
  return code;
}

/// Returns whether terminals or log viewers act on the character instead of showing it: controls, marks of
/// direction, line separators, the byte order mark.
bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code <= 0x9F) || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0x061C ||
         code == 0xFEFF;
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) {
    return 1;
  }
  std::size_t length = 0;
  // The bounds of the second byte are narrower where an overlong form, a surrogate or a value above U+10FFFF
  // would start.
  unsigned low = 0x80;
  unsigned high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    low = first == 0xE0 ? 0xA0 : low;
    high = first == 0xED ? 0x9F : high;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    low = first == 0xF0 ? 0x90 : low;
    high = first == 0xF4 ? 0x8F : high;
  }
  if (length == 0 || text.size() < length || !between(text[1], low, high)) {
    return 0;
  }
  for (std::size_t i = 2; i < length; ++i) {
    if (!between(text[i], 0x80, 0xBF)) {
      return 0;
    }
  }
  return length;
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t valid = 0;
    for (std::size_t length = 1; length > 0 && valid < text.size(); valid += length) {
      length = static_cast<unsigned char>(text[valid]) < 0x80 ? 1 : utf8_sequence(text.substr(valid));
    }
    out.append(text.substr(0, valid));
    text.remove_prefix(valid);
    if (!text.empty()) {
      append_hex_escape(out, static_cast<unsigned char>(text[0]));
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_sequence(text);
    const std::string_view bytes = text.substr(0, std::max<std::size_t>(length, 1));
    text.remove_prefix(bytes.size());
    const std::uint32_t code = length > 0 ? code_point(bytes) : static_cast<unsigned char>(bytes[0]);
    if (length > 0 && !is_control(code)) {
      out += bytes;
    } else if (code <= 0xFF) {
      append_hex_escape(out, static_cast<unsigned char>(code));
    } else {
      out += "\\u";
      for (unsigned shift = 16; shift > 0; shift -= 4) {
        out += kHexDigits[code >> (shift - 4) & 0xFU];
      }
    }
  }
  return out;
}

std::optional<std::uint64_t> whole_number(std::string_view text, std::uint64_t low, std::uint64_t high) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < low || value > high) {
    return std::nullopt;
  }
  return value;
}

std::string quoted(std::string_view value) { return "'" + valid_utf8(value) + "'"; }

std::string_view take_field(std::string_view& text, char separator) {
  const std::size_t end = std::min(text.find(separator), text.size());
  const std::string_view field = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return field;
}

std::string_view nth_word(std::string_view words, std::size_t index) {
  for (; index > 0; --index) {
    take_field(words, ' ');
  }
  return take_field(words, ' ');
}

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kWhiteSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kWhiteSpace) - first + 1);
}

void append_hex_escape(std::string& out, unsigned char byte) {
  out += "\\x";
  out += kHexDigits[byte >> 4U];
  out += kHexDigits[byte & 0xFU];
}

std::string octal(unsigned mode) {
  std::string digits;
  for (unsigned shift = 12; shift > 0; shift -= 3) {
    digits += static_cast<char>('0' + (mode >> (shift - 3) & 7U));
  }
  return digits;
}

std::string hex(const unsigned char* bytes, std::size_t size) {
  std::string out;
  out.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    out += kHexDigits[bytes[i] >> 4U];
    out += kHexDigits[bytes[i] & 0xFU];
  }
  return out;
}

}  // namespace cel
