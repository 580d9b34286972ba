// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "cel/base/clock.h"

namespace cel {

/// Of a longer input the start and the end are kept, half of this each. A record is bounded far below it
/// anyway.
inline constexpr std::size_t kMaxInput = 32U << 20U;

/// What could be read.
struct Input {
  std::string bytes;
  std::string problem;  ///< why reading ended before the end of the input; empty when it did not
};

/// Reads `fd` to its end, or until the deadline. Never changes the descriptor's flags: others may share it.
Input read_input(int fd, const Deadline& deadline, std::size_t limit = kMaxInput);

}  // namespace cel
