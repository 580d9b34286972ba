// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cel {

/// Where files of rules are looked for: the user's own, in $XDG_CONFIG_HOME or ~/.config, then the host's.
std::vector<std::string> rules_paths();

/// Where it is kept how groups stand: in $XDG_STATE_HOME or ~/.local/state; empty without a home.
std::string state_path();

}  // namespace cel
