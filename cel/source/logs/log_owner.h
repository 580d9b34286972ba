// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/source/lines/source.h"

namespace cel {

/// Whose log is at `path` (absolute), as its place and the engine's own files beside it say: Docker's
/// `containers/<id>/<id>-json.log` with config.v2.json, podman's `overlay-containers/<id>/userdata/ctr.log`
/// with containers.json, Kubernetes' `pods/<namespace>_<pod>_<uid>/<container>/<n>.log` and
/// `containers/<pod>_<namespace>_<container>-<id>.log`. Another file has only its path, in `log`.
Container log_owner(const std::string& path);

}  // namespace cel
