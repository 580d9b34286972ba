// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/hooks/hook_variable.h"

namespace cel {

/// The form in which a container's settings are printed.
enum class Audience { env, docker, kubernetes };

/// Returns the settings with which a container finds `hooks` in the volume that it has at `volume`:
/// variables, options of `docker run`, or lines of a container in a pod's manifest. Ends with a newline.
std::string container_settings(Audience audience, const std::string& volume,
                               const std::vector<HookVariable>& hooks);

}  // namespace cel
