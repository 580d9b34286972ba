// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "cel/base/clock.h"

namespace cel {

/// What one step of reading brought.
struct Input {
  std::size_t size = 0;  ///< bytes; 0 at the end of the input, or with a problem
  std::string problem;   ///< why reading ended before the end of the input; empty when it did not
  bool went_on = false;  ///< whether more could have been read
};

/// Reads what `fd` has next into `data`, or waits for it until the deadline. Never changes the descriptor's
/// flags: others may share it.
Input read_input(int fd, char* data, std::size_t size, const Deadline& deadline);

}  // namespace cel
