// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/source/engines/host_files.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// Where an engine keeps logs, as its configuration says. What is wrong with that is a sentence, and then the
/// default holds.
struct EngineFolder {
  std::string path;
  std::string problem;
};

/// Docker's data root: of the dockerd that runs, of /etc/docker/daemon.json, or the default.
EngineFolder docker_root(const HostFiles& host);

/// The kubelet's folder of pods' logs: of the configuration file of the kubelet that runs or of kubeadm's, or
/// the default.
EngineFolder pods_root(const HostFiles& host);

/// `podLogsDir` of a kubelet's configuration, which is YAML or JSON: the value of that key on a line of its
/// own. Nothing: there is none; an error when it is written in a way that is not read here.
Result<std::optional<std::string>> pod_logs_folder_in(std::string_view configuration);

/// Whose storages of podman are looked for.
struct StorageUser {
  uid_t uid = 0;
  std::string name;
  std::string home;
  std::string data;           ///< XDG_DATA_HOME, or empty
  std::string configuration;  ///< XDG_CONFIG_HOME, or empty
  std::string storage_conf;   ///< CONTAINERS_STORAGE_CONF, or empty

  /// Of this process.
  static StorageUser self();
};

/// Storages, and a sentence for each that is left out.
struct PodmanStorages {
  std::vector<Storage> found;
  std::vector<std::string> problems;
};

/// Where podman keeps containers (containers-storage.conf(5)): this user's place, and as root every user's
/// below /home, too. The first one may not be there. containers.conf(5) moves no logs of containers.
PodmanStorages podman_storages(const HostFiles& host, const StorageUser& user);

/// Why root may not believe what a folder's logs are said to be, when its configuration names it; empty when
/// it belongs to root, to this user, or is not there.
std::string ownership_problem(const std::string& folder);

}  // namespace cel
