// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/result.h"
#include "cel/source/known_place.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// The logs of Docker's json-file driver, where its configuration keeps them.
KnownPlace docker_place();

/// The logs of podman's k8s-file driver, of this user or, as root, of every user.
KnownPlace podman_place();

/// The logs of Kubernetes' pods, in the kubelet's folder of them or another one of links to them.
KnownPlace pods_place();

/// What docker_place() reads, under Docker's data root.
Result<Sources> open_docker(const Wanted& wanted, const std::string& root);

/// What podman_place() reads in one storage; `problem` becomes a sentence if some are left out.
Result<Sources> open_podman(const Wanted& wanted, const Storage& storage, std::string& problem);

/// What pods_place() reads in a folder, whatever it is called.
Result<Sources> open_pods(const Wanted& wanted, const std::string& folder);

/// All logs that are found in a folder, of pods where it is called `pods`.
Result<Sources> open_folder(const Wanted& wanted, const std::string& folder);

}  // namespace cel
