// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "cel/run/process/environment.h"

namespace cel {

/// Makes `environment` what a shell that began with it had at its end, as `env -0` gives that: `NAME=value`,
/// each ended by a NUL. What a shell sets by itself (_, PWD, OLDPWD, SHLVL) stays as it was, and so do
/// variables with names that a shell drops.
void merge_dump(Environment& environment, std::string_view dump);

}  // namespace cel
