// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/hooks/hook_variable.h"

namespace cel {

/// Whether programs of a runtime, started from here, have the hook of their language.
struct HookState {
  std::string program;  ///< its path
  std::string version;  ///< empty if it does not run
  bool active = false;  ///< such a program died, and that was reported
  std::string why_not;
  std::string remedy;  ///< empty if there is none
};

/// Tries each runtime of PATH that one of `hooks` is for, each file once. `folder`: the volume.
std::vector<HookState> examine_hooks(const std::string& folder, const std::vector<HookVariable>& hooks);

/// Whether a version is older than another: by its numbers, as far as `oldest` has them.
bool is_older(std::string_view version, std::string_view oldest);

}  // namespace cel
