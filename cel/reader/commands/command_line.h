// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "cel/reader/commands/commands.h"
#include "cel/reader/options/options.h"

namespace cel {

struct CommandLine {
  std::optional<int> exit_status;  ///< of a program that is to end at once
  Options options;
  RunCommand run;  ///< the command
};

/// Reads a command line. `--help` and `--version` are printed here, and a mistake is said on standard error
/// in one sentence; then the program is to end. `now` is in microseconds since 1970-01-01 UTC.
CommandLine read_command_line(int argc, const char* const* argv, std::int64_t now);

}  // namespace cel
