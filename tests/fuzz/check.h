// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// What a fuzz target holds to be true of every input.
#define CEL_CHECK(condition) \
  do {                       \
    if (!(condition)) {      \
      std::abort();          \
    }                        \
  } while (false)

inline std::string_view view_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}
