// SPDX-License-Identifier: Apache-2.0
#include "cel/run/init/rest.h"

#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>

#include "cel/run/process/file.h"

namespace cel {
void signal_rest(int signal, pid_t group) {
  if (getpid() == 1) {
    kill(-1, signal);
    return;
  }
  if (group > 0) {
    kill(-group, signal);
  }
  const std::string self = std::to_string(getpid());
  const std::string children = content_of("/proc/" + self + "/task/" + self + "/children");
  const char* at = children.c_str();
  for (char* end = nullptr;; at = end) {
    const long pid = std::strtol(at, &end, 10);
    if (end == at) {
      return;
    }
    if (group <= 0 || getpgid(static_cast<pid_t>(pid)) != group) {  // or it would get the signal twice
      kill(static_cast<pid_t>(pid), signal);
    }
  }
}

}  // namespace cel
