// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/source/logs/storage.h"

namespace cel {

inline constexpr const char* kDockerRoot = "/var/lib/docker";
inline constexpr const char* kPodLogs = "/var/log/pods";

/// Storages, and a sentence for each that is left out.
struct Storages {
  std::vector<Storage> found;
  std::vector<std::string> problems;
};

/// Where podman keeps containers (containers-storage.conf(5)): this user's place, and as root every user's
/// below /home, too. The first one may not be there.
Storages podman_storages();

}  // namespace cel
