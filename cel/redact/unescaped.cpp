// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/unescaped.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

int hex_digit(char c) {
  return is_digit(c) ? c - '0' : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

/// Returns the number that `digits` hexadecimal digits at `at` make, or -1 if there are fewer.
int hex_number(std::string_view text, std::size_t at, std::size_t digits) {
  int number = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    const int digit = hex_digit(at_or_nul(text, i));
    if (digit < 0) {
      return -1;
    }
    number = number * 16 + digit;
  }
  return number;
}

}  // namespace

void Unescaped::skip_to(std::size_t at) {
  end_ = std::max(end_, at);
  size_ = at_in_bytes_ = 0;
}

bool Unescaped::next() {
  if (at_in_bytes_ + 1 < size_) {
    ++at_in_bytes_;
    return true;
  }
  at_in_bytes_ = 0;
  size_ = 1;
  do {
    if (end_ >= text_.size()) {
      return false;
    }
    begin_ = end_++;
    const char c = text_[begin_];
    bytes_[0] = static_cast<unsigned char>(c);
    if (c == '\\') {
      take_escape();
    } else if (c == '%') {
      if (const int number = hex_number(text_, end_, 2); number >= 0) {
        bytes_[0] = static_cast<unsigned char>(number);
        end_ += 2;
      }
    }
  } while (bytes_[0] == '\\');
  return true;
}

void Unescaped::take_escape() {
  end_ = after_backslashes(text_, begin_);
  const char c = at_or_nul(text_, end_);
  end_ += end_ < text_.size() ? 1 : 0;
  bytes_[0] = static_cast<unsigned char>(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
  if (const int number = c == 'x' ? hex_number(text_, end_, 2) : -1; number >= 0) {
    bytes_[0] = static_cast<unsigned char>(number);
    end_ += 2;
  }
  if (const int number = c == 'u' ? hex_number(text_, end_, 4) : -1; number >= 0) {
    end_ += 4;
    size_ = number < 0x80 ? 1 : number < 0x800 ? 2 : 3;  // UTF-8
    const auto continued = [&](int shift) {
      return static_cast<unsigned char>(0x80 | (number >> shift & 0x3F));
    };
    if (size_ == 1) {
      bytes_[0] = static_cast<unsigned char>(number);
    } else if (size_ == 2) {
      bytes_ = {static_cast<unsigned char>(0xC0 | number >> 6), continued(0), 0};
    } else {
      bytes_ = {static_cast<unsigned char>(0xE0 | number >> 12), continued(6), continued(0)};
    }
  }
}

std::string unescaped_once(std::string_view source) {
  std::string out;
  for (std::size_t at = 0; at < source.size(); ++at) {
    if (source[at] != '\\' || at + 1 == source.size()) {
      out += source[at];
      continue;
    }
    const char c = source[++at];
    out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
  }
  return out;
}

}  // namespace cel
