// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "cel/source/engines/host_files.h"

namespace cel {

/// What Docker gives its containers as PID 1.
struct DockerInit {
  bool for_all = false;     ///< whether containers have it that do not ask for it
  std::string path;         ///< of the program; `docker-init` where nothing names it
  bool is_cel_run = false;  ///< whether it is one of ours
};

/// Returns what the dockerd that runs was told by its command line, or else by /etc/docker/daemon.json;
/// nothing where there is neither.
std::optional<DockerInit> docker_init(const HostFiles& host);

}  // namespace cel
