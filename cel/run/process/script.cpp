// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/script.h"

#include <algorithm>
#include <array>

#include "cel/base/text.h"

namespace cel {

std::string base_name(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

std::vector<std::string> interpreter_of(std::string_view start) {
  if (!start.starts_with("#!")) {
    return {};
  }
  const std::string_view line = trimmed(start.substr(2, std::min(start.find('\n'), start.size()) - 2));
  const std::size_t blank = std::min(line.find_first_of(" \t"), line.size());
  std::vector<std::string> interpreter = {std::string(line.substr(0, blank))};
  if (const std::string_view argument = trimmed(line.substr(blank)); !argument.empty()) {
    interpreter.emplace_back(argument);
  }
  return line.empty() ? std::vector<std::string>() : interpreter;
}

std::string interpreter_name(const std::vector<std::string>& interpreter) {
  if (interpreter.empty()) {
    return {};
  }
  const std::string name = base_name(interpreter[0]);
  return (name == "env" || name == "busybox") && interpreter.size() > 1 ? base_name(interpreter[1]) : name;
}

bool is_shell(std::string_view name) {
  constexpr auto kShells =
      std::to_array<std::string_view>({"sh", "dash", "ash", "bash", "ksh", "mksh", "zsh"});
  return std::find(kShells.begin(), kShells.end(), name) != kShells.end();
}

}  // namespace cel
