// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/shell.h"

#include <unistd.h>

#include "cel/base/program.h"

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
  const std::string program = target_of("/proc/self/exe");
  return program.empty() ? "cel-run" : program;
}

}  // namespace cel
