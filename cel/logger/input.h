// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "cel/base/clock.h"

namespace cel {

/// The result of one read.
struct Input {
  std::size_t size = 0;  ///< bytes; 0 at the end of the input or on a problem
  std::string problem;   ///< why reading ended early; empty if it did not
  bool went_on = false;  ///< whether there was more to read
};

/// Reads the next bytes from `fd` into `data`, waiting for them until the deadline. Leaves the descriptor's
/// flags as they are: other processes may share them.
Input read_input(int fd, char* data, std::size_t size, const Deadline& deadline);

}  // namespace cel
