// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// What the logger's exit status tells (docs/container-exception-logger.md).
enum class Status {
  delivered = 0,
  usage = 1,
  no_sink = 2,
  not_written = 3,
  no_input = 4,
  in_part = 5,  ///< something of the input is left out, since time or memory was over
};

}  // namespace cel
