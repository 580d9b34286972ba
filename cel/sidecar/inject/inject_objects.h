// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/sidecar/inject/pod_parts.h"
#include "cel/sidecar/inject/yaml_node.h"

namespace cel {

/// Injects into each pod of `documents`: Pods, the templates of workloads and CronJobs, and what is in lists
/// of them, the ResourceList of a Kustomize function included. All other objects stay as they are. Returns a
/// sentence for each pod that was changed or left alone; the error is one that names the object.
Result<std::vector<std::string>> inject_objects(std::vector<YamlNode>& documents, const PodParts& parts);

}  // namespace cel
