// SPDX-License-Identifier: Apache-2.0
#include "cel/run/shell.h"

#include <unistd.h>

#include <array>
#include <climits>

namespace cel {

std::string find_shell(const Environment& environment) {
  const char* wanted = value_of(environment, "SHELL");
  if (wanted != nullptr && *wanted == '/' && access(wanted, X_OK) == 0) {
    return wanted;
  }
  const std::string bash = find_program("bash", environment);
  return bash.empty() ? find_program("sh", environment) : bash;
}

std::string own_program() {
  std::array<char, PATH_MAX> target{};
  const ssize_t size = readlink("/proc/self/exe", target.data(), target.size());
  return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : "cel-run";
}

}  // namespace cel
