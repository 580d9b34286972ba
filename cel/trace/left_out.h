// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cel {

inline constexpr std::string_view kLeftOut = " bytes are left out here]";

/// The line that stands in a text where `bytes` of what a program said were not kept.
inline std::string left_out_line(std::uint64_t bytes) {
  return '[' + std::to_string(bytes) + std::string(kLeftOut);
}

inline bool is_left_out_line(std::string_view line) {
  return line.starts_with('[') && line.ends_with(kLeftOut);
}

}  // namespace cel
