// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/ending.h"

#include <sys/wait.h>

namespace cel {

constexpr int kSignalled = 128;  // a shell's convention

int Ending::signal() const { return WIFSIGNALED(wait_status) ? WTERMSIG(wait_status) : 0; }

int Ending::exit_status() const {
  return WIFSIGNALED(wait_status) ? kSignalled + WTERMSIG(wait_status) : WEXITSTATUS(wait_status);
}

}  // namespace cel
