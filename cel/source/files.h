// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/source/logs/storage.h"
#include "cel/source/source.h"

namespace cel {

/// One source for each container, or file that is no container's. No file is open, and next to no memory
/// taken, but while a source looks for its next lines.
using Sources = std::vector<std::unique_ptr<Source>>;

/// What `path` holds: one log file of whatever format (Docker's json-file, CRI, the journal's export format
/// or JSON, plain text; compressed by gzip, zstd or xz), a pipe or device, which are read once and as they
/// come,
/// `-` for standard input, or a folder, in which all logs are meant that are found as open_docker(),
/// open_podman() and open_cri() find theirs, and all others named `*.log`, with those rotated from them.
Result<Sources> open_path(const std::string& path, const Wanted& wanted);

/// The logs of the json-file driver under Docker's data root.
Result<Sources> open_docker(const Wanted& wanted, const std::string& root);

/// The logs of podman's k8s-file driver in one of podman_storages(); `problem` becomes a sentence if some are
/// left out.
Result<Sources> open_podman(const Wanted& wanted, const Storage& storage, std::string& problem);

/// The logs of Kubernetes' pods, in the kubelet's folder of them or of links to them (/var/log/containers).
Result<Sources> open_cri(const Wanted& wanted, const std::string& folder);

}  // namespace cel
