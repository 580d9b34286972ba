// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/reader/options/options.h"

namespace CLI {
class App;
}

namespace cel {

/// Runs a command: writes to standard output, says on standard error what went wrong, and returns the exit
/// status. `now` is in microseconds since 1970-01-01 UTC.
using RunCommand = std::function<int(const Options& options, std::int64_t now)>;

/// A subcommand of `cel`: a row of the table in commands.cpp.
struct Subcommand {
  const char* name;
  const char* help;

  /// Adds the command's own options to its part of the command line. Returns what runs it, which owns their
  /// values.
  RunCommand (*declare)(CLI::App& app);

  /// Which options that several commands share it has, of those below.
  unsigned shared = 0;

  static constexpr unsigned kReverses = 1;   ///< -r, which makes it give the oldest first
  static constexpr unsigned kSplits = 2;     ///< --split-by: it shows groups
  static constexpr unsigned kFilters = 4;    ///< --status, by which it leaves groups out
  static constexpr unsigned kHasStatus = 8;  ///< --state: it knows how groups stand
};

/// All commands in the order of the help. The first one runs if none is named.
const std::vector<Subcommand>& commands();

/// Returns the name of the command that a person may have meant by a word: one that differs in a letter, or
/// in two that are exchanged. Empty if there is none.
std::string command_like(std::string_view word);

// Each in a file of its own, NAME_command.cpp; reopen is in that of resolve.
Subcommand list_command();
Subcommand groups_command();
Subcommand show_command();
Subcommand follow_command();
Subcommand report_command();
Subcommand resolve_command();
Subcommand mute_command();
Subcommand reopen_command();
Subcommand ship_command();
Subcommand doctor_command();
Subcommand complete_command();  // in no help

}  // namespace cel
