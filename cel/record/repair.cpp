// SPDX-License-Identifier: Apache-2.0
#include "cel/record/repair.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::string_view kNumberCharacters = "+-.0123456789eE";

/// The UTF-16 unit of the escape `\uNNNN` at the start of `text`, if there is one.
std::optional<unsigned> unicode_escape(std::string_view text) {
  if (text.size() < 6 || text[0] != '\\' || text[1] != 'u') {
    return std::nullopt;
  }
  unsigned unit = 0;
  const auto [stop, error] = std::from_chars(text.data() + 2, text.data() + 6, unit, 16);
  if (error != std::errc() || stop != text.data() + 6) {
    return std::nullopt;
  }
  return unit;
}

bool is_high_surrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

class Repair {
 public:
  explicit Repair(std::string_view text) : text_(text) { out_.reserve(text.size() + text.size() / 8); }

  std::string run() {
    while (!text_.empty()) {
      if (in_string_) {
        inside_string();
      } else {
        between_strings();
      }
    }
    return std::move(out_);
  }

 private:
  void copy(std::size_t count) {
    out_.append(text_.substr(0, count));
    text_.remove_prefix(count);
  }

  void quote(std::size_t count) {
    out_ += '"';
    copy(count);
    out_ += '"';
  }

  void between_strings() {
    for (const std::string_view name : {"NaN", "Infinity", "-Infinity"}) {
      if (text_.starts_with(name)) {
        quote(name.size());
        return;
      }
    }
    const std::size_t number = std::min(text_.find_first_not_of(kNumberCharacters), text_.size());
    if (number > 0) {
      const bool finite = std::isfinite(std::strtod(std::string(text_.substr(0, number)).c_str(), nullptr));
      finite ? copy(number) : quote(number);
      return;
    }
    in_string_ = text_[0] == '"';
    copy(1);
  }

  void inside_string() {
    const char first = text_[0];
    if (first == '\\') {
      escape();
    } else if (first == '"') {
      in_string_ = false;
      copy(1);
    } else if (static_cast<unsigned char>(first) < 0x20) {
      out_ += "\\u00";
      std::string digits;
      append_hex_escape(digits, static_cast<unsigned char>(first));
      out_.append(digits, 2);
      text_.remove_prefix(1);
    } else if (const std::size_t length = utf8_sequence(text_); length > 0) {
      copy(length);
    } else {
      out_ += '\\';
      append_hex_escape(out_, static_cast<unsigned char>(first));
      text_.remove_prefix(1);
    }
  }

  void escape() {
    const std::optional<unsigned> unit = unicode_escape(text_);
    if (!unit) {
      copy(std::min<std::size_t>(2, text_.size()));
      return;
    }
    if (is_high_surrogate(*unit)) {
      const std::optional<unsigned> next = unicode_escape(text_.substr(6));
      if (next && is_low_surrogate(*next)) {
        copy(12);
        return;
      }
    }
    if (is_low_surrogate(*unit) && *unit >= 0xDC80 && *unit <= 0xDCFF) {
      out_ += '\\';
      append_hex_escape(out_, static_cast<unsigned char>(*unit - 0xDC00));
      text_.remove_prefix(6);
      return;
    }
    if (is_high_surrogate(*unit) || is_low_surrogate(*unit)) {
      out_ += '\\';
    }
    copy(6);
  }

  std::string_view text_;
  std::string out_;
  bool in_string_ = false;
};

}  // namespace

std::string repair_json(std::string_view text) { return Repair(text).run(); }

}  // namespace cel
