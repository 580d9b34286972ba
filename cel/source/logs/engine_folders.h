// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cel {

inline constexpr const char* kDockerRoot = "/var/lib/docker";
inline constexpr const char* kPodLogs = "/var/log/pods";

/// Where podman keeps containers (containers-storage.conf(5)): this user's place, and as root every user's
/// below /home, too. The first one may not be there.
std::vector<std::string> podman_roots();

}  // namespace cel
