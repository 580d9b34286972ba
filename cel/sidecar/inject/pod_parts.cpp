// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/inject/pod_parts.h"

#include <utility>

#include "cel/sidecar/inject/yaml_read.h"

namespace cel {

Result<PodParts> pod_parts(std::string_view image, std::vector<HookVariable> hooks) {
  Result<std::vector<YamlNode>> read = read_yaml(kPodParts);
  if (!read) {
    return Error{read.error()};
  }
  YamlNode& parts = read->at(0);
  PodParts made{*parts.find("container"), *parts.find("mount"), *parts.find("volume"),
                *parts.find("runAsUser"), std::move(hooks)};
  if (!image.empty()) {
    made.container.set("image", yaml_text(image));
  }
  return made;
}

}  // namespace cel
