// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace cel {

/// Some of all bytes, as a table.
class ByteSet {
 public:
  constexpr explicit ByteSet(std::string_view bytes) {
    for (const char c : bytes) {
      has_[static_cast<unsigned char>(c)] = true;
    }
  }

  /// Those that `is` says yes to.
  constexpr explicit ByteSet(bool (*is)(char)) {
    for (std::size_t i = 0; i < has_.size(); ++i) {
      has_[i] = is(static_cast<char>(static_cast<unsigned char>(i)));
    }
  }

  constexpr void add(char c) { has_[static_cast<unsigned char>(c)] = true; }

  constexpr bool has(char c) const { return has_[static_cast<unsigned char>(c)]; }

  /// The first place from `at` on where none of them is; the text's end if there is none.
  constexpr std::size_t pass_by(std::string_view text, std::size_t at) const {
    while (at < text.size() && has(text[at])) {
      ++at;
    }
    return at < text.size() ? at : text.size();
  }

  /// The first place from `at` on where one of them is; the text's end if there is none.
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
