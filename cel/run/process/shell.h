// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/run/process/environment.h"

namespace cel {

/// The shell for a person: $SHELL, else bash, else sh, as far as the image has it; empty if it has none.
std::string find_shell(const Environment& environment);

/// The path that this program can be started by again.
std::string own_program();

}  // namespace cel
