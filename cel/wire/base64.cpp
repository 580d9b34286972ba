// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/base64.h"

#include <array>
#include <cstdint>

namespace cel {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kInvalid = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kInvalid);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}

constexpr std::array<std::uint8_t, 256> kValues = make_values();

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string out((bytes.size() + 2) / 3 * 4, '=');
  char* next = out.data();
  for (std::size_t i = 0; i < bytes.size(); i += 3, next += 4) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k <= count; ++k) {
      next[k] = kAlphabet[group >> (18U - 6U * k) & 0x3FU];
    }
  }
  return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::string out;
  out.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::size_t count = i + 4 == text.size() ? 4 - padding : 4;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::uint8_t value = k < count ? kValues[static_cast<unsigned char>(text[i + k])] : 0;
      if (value == kInvalid) {
        return std::nullopt;
      }
      group = group << 6U | value;
    }
    for (std::size_t k = 0; k + 1 < count; ++k) {
      out += static_cast<char>(group >> (16U - 8U * k) & 0xFFU);
    }
    if ((group & (0xFFFFFFU >> (8U * (count - 1)))) != 0) {
      return std::nullopt;  // bits behind the last byte
    }
  }
  return out;
}

}  // namespace cel
