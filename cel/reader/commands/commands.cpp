// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/commands.h"

#include <algorithm>

namespace cel {
namespace {

/// Whether one letter put in, left out, replaced, or exchanged with its neighbour makes `b` of `a`.
bool is_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) {
    std::swap(a, b);
  }
  const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin());
  const std::string_view rest(left, a.end());
  const std::string_view longer(right, b.end());
  if (b.size() == a.size() + 1) {
    return rest == longer.substr(1);
  }
  return a.size() == b.size() && !rest.empty() &&
         (rest.substr(1) == longer.substr(1) || (rest.size() > 1 && rest[0] == longer[1] &&
                                                 rest[1] == longer[0] && rest.substr(2) == longer.substr(2)));
}

}  // namespace

const std::vector<Subcommand>& commands() {
  static const std::vector<Subcommand> commands{
      list_command(),   groups_command(),  show_command(),     follow_command(),
      report_command(), resolve_command(), mute_command(),     reopen_command(),
      ship_command(),   doctor_command(),  complete_command(),
  };
  return commands;
}

std::string command_like(std::string_view word) {
  for (const Subcommand& command : commands()) {
    if (is_slip(word, command.name)) {
      return command.name;
    }
  }
  return {};
}

}  // namespace cel
