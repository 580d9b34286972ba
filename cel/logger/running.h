// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/hooks/hook_variable.h"

namespace cel {

/// A program of one of the languages that runs in this container.
struct RunningProgram {
  std::string pid;
  std::string program;  ///< its path
  bool is_hooked = false;
  std::string why_not;
};

/// Those whose environment this user may read or not; whether each was started with its hook's variable.
std::vector<RunningProgram> running_programs(const std::vector<HookVariable>& hooks);

}  // namespace cel
