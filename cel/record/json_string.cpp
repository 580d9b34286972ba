// SPDX-License-Identifier: Apache-2.0
#include "cel/record/json_string.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "cel/base/text.h"
#include "cel/record/unescape.h"

namespace cel {
namespace {

constexpr std::string_view kNumberCharacters = "+-.0123456789eE";
constexpr std::size_t kMostDigits = 1024;
constexpr std::size_t kEscape = 6;  // \u00e9

/// The UTF-16 unit of the escape `\uNNNN` at the start of `text`, if there is one.
std::optional<unsigned> unicode_escape(std::string_view text) {
  if (text.size() < kEscape || text[0] != '\\' || text[1] != 'u') {
    return std::nullopt;
  }
  unsigned unit = 0;
  const auto [stop, error] = std::from_chars(text.data() + 2, text.data() + kEscape, unit, 16);
  if (error != std::errc() || stop != text.data() + kEscape) {
    return std::nullopt;
  }
  return unit;
}

bool is_high_surrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

void append_utf8(std::string& out, unsigned code) {
  const auto byte = [](unsigned bits) { return static_cast<char>(static_cast<unsigned char>(bits)); };
  if (code < 0x80) {
    out += byte(code);
    return;
  }
  if (code < 0x800) {
    out += byte(0xC0 | code >> 6U);
  } else {
    if (code < 0x10000) {
      out += byte(0xE0 | code >> 12U);
    } else {
      out += byte(0xF0 | code >> 18U);
      out += byte(0x80 | (code >> 12U & 0x3FU));
    }
    out += byte(0x80 | (code >> 6U & 0x3FU));
  }
  out += byte(0x80 | (code & 0x3FU));
}

/// Reads an escape `\uNNNN`, or the two of a surrogate pair; returns its length, or 0 where it is none.
std::size_t read_unicode(std::string_view text, Dialect dialect, std::string& out) {
  const std::optional<unsigned> unit = unicode_escape(text);
  if (!unit) {
    return 0;
  }
  if (!is_high_surrogate(*unit) && !is_low_surrogate(*unit)) {
    append_utf8(out, *unit);
    return kEscape;
  }
  const std::optional<unsigned> next = unicode_escape(text.substr(kEscape));
  if (is_high_surrogate(*unit) && next && is_low_surrogate(*next)) {
    append_utf8(out, 0x10000 + ((*unit - 0xD800) << 10U) + (*next - 0xDC00));
    return 2 * kEscape;
  }
  if (dialect == Dialect::strict) {
    return 0;
  }
  if (*unit >= 0xDC80 && *unit <= 0xDCFF) {
    append_hex_escape(out, static_cast<unsigned char>(*unit - 0xDC00));
  } else {
    out += text.substr(0, kEscape);
  }
  return kEscape;
}

/// Reads what append_unescaped() leaves to others; returns its length, or 0 where `dialect` does not allow
/// it.
std::size_t read_other(std::string_view text, Dialect dialect, std::string& out) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first == '\\') {
    return read_unicode(text, dialect, out);
  }
  if (first >= 0x80) {
    if (const std::size_t length = utf8_sequence(text); length > 0) {
      out.append(text.substr(0, length));
      return length;
    }
  }
  if (dialect == Dialect::strict) {
    return 0;
  }
  if (first < 0x80) {
    out += text[0];
  } else {
    append_hex_escape(out, first);
  }
  return 1;
}

}  // namespace

std::size_t append_json_string(std::string_view escaped, Dialect dialect, std::string& out) {
  for (std::size_t at = 0;;) {
    at += append_unescaped(escaped.substr(at), out);
    if (at == escaped.size() || escaped[at] == '"') {
      return at;
    }
    const std::size_t read = read_other(escaped.substr(at), dialect, out);
    if (read == 0) {
      return at;
    }
    at += read;
  }
}

std::size_t foreign_token(std::string_view text, std::size_t& number) {
  number = 0;
  for (const std::string_view name : {"NaN", "Infinity", "-Infinity"}) {
    if (text.starts_with(name)) {
      return name.size();
    }
  }
  const std::size_t size = std::min(text.find_first_not_of(kNumberCharacters), text.size());
  if (size > kMostDigits ||
      (size > 0 && !std::isfinite(std::strtod(std::string(text.substr(0, size)).c_str(), nullptr)))) {
    return size;
  }
  number = size;
  return 0;
}

}  // namespace cel
