// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/commands.h"

namespace cel {

const std::vector<Subcommand>& commands() {
  static const std::vector<Subcommand> commands{
      list_command(), groups_command(), show_command(), follow_command(), report_command(), doctor_command(),
  };
  return commands;
}

}  // namespace cel
