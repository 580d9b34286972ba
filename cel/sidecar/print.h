// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/hooks/hook_variable.h"

namespace cel {

/// Whom the settings of a program's container are printed for.
enum class Audience { env, docker, kubernetes };

/// What the container of the program must have so that `hooks` in the volume, which it sees at `volume`, are
/// found: variables, options of `docker run`, or lines of a container in a pod's manifest. With the newline.
std::string container_settings(Audience audience, const std::string& volume,
                               const std::vector<HookVariable>& hooks);

}  // namespace cel
