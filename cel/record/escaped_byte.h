// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cel {

/// Bytes that each byte of valid UTF-8 takes between the quotes in to_line(): a character's first byte takes
/// what the character takes, and the others 0.
inline constexpr std::array<std::uint8_t, 256> kEscapedSizes = [] {
  constexpr std::uint8_t kEscape = 6;  // of a UTF-16 unit: \uNNNN
  std::array<std::uint8_t, 256> sizes{};
  for (std::size_t byte = 0; byte < sizes.size(); ++byte) {
    if (byte < 0x20 || byte == 0x7F) {
      sizes.at(byte) = kEscape;
    } else if (byte < 0x80) {
      sizes.at(byte) = 1;
    } else if (byte >= 0xC0) {
      sizes.at(byte) = byte < 0xF0 ? kEscape : 2 * kEscape;  // a surrogate pair
    }
  }
  for (const char byte : {'"', '\\', '\b', '\t', '\n', '\f', '\r'}) {
    sizes.at(static_cast<unsigned char>(byte)) = 2;
  }
  return sizes;
}();

/// Returns what one byte of valid UTF-8 takes there.
constexpr std::size_t escaped_size(char byte) { return kEscapedSizes[static_cast<unsigned char>(byte)]; }

}  // namespace cel
