// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace cel {

/// A set of bytes, as a table.
class ByteSet {
 public:
  /// Holds each byte of `bytes`.
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char c : bytes) {
      has_[static_cast<unsigned char>(c)] = true;
    }
  }

  /// Holds the bytes for which `is` returns true.
  constexpr explicit ByteSet(bool (*is)(char)) {
    for (std::size_t i = 0; i < has_.size(); ++i) {
      has_[i] = is(static_cast<char>(static_cast<unsigned char>(i)));
    }
  }

  constexpr void add(char c) { has_[static_cast<unsigned char>(c)] = true; }

  constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }

  /// Returns the first position from `at` on of a byte that is not in the set, or the text's size.
  constexpr std::size_t skip(std::string_view text, std::size_t at) const {
    while (at < text.size() && has(text[at])) {
      ++at;
    }
    return at < text.size() ? at : text.size();
  }

  /// Returns the first position from `at` on of a byte in the set, or the text's size.
  constexpr std::size_t find(std::string_view text, std::size_t at) const {
    while (at < text.size() && !has(text[at])) {
      ++at;
    }
    return at < text.size() ? at : text.size();
  }

 private:
  std::array<bool, 256> has_{};
};

}  // namespace cel
