// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/hooks/hook_variable.h"
#include "cel/sidecar/inject/yaml_node.h"

namespace cel {

/// The text of packaging/kubernetes/inject/parts.yaml.
extern const std::string_view kPodParts;

/// What injection adds to a pod.
struct PodParts {
  YamlNode container;  ///< the native sidecar
  YamlNode mount;      ///< of each of the pod's containers
  YamlNode volume;
  YamlNode run_as_user;             ///< of the sidecar, in a pod of root
  std::vector<HookVariable> hooks;  ///< of all languages
  std::vector<std::string> by_default =
      {};  ///< languages of pods that say nothing; none: they are left alone
};

/// Returns the parts with `image` as the sidecar's, or parts.yaml's own if it is empty.
Result<PodParts> pod_parts(std::string_view image, std::vector<HookVariable> hooks);

}  // namespace cel
