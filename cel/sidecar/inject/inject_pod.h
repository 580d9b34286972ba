// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/sidecar/inject/pod_parts.h"
#include "cel/sidecar/inject/yaml_node.h"

namespace cel {

/// The annotation of a pod that names the languages whose programs report, such as `python,node`; `all`, or
/// `false` for none.
inline constexpr std::string_view kInjectAnnotation = "container-exception-logger/inject";

/// What was done to a pod.
struct Injected {
  std::vector<std::string> languages;  ///< none: it was left alone
  std::string why;                     ///< it was left alone; empty if nobody asked for anything
  std::vector<std::string> kept;  ///< variables of containers that could not be joined, each with its reason
};

/// Adds to a pod, or to the template of one, what it lacks of the volume, the sidecar and each container's
/// mount and variables. What it has stays as it is, but for variables of hooks, whose values are joined. Of
/// pods without the annotation those in `namespace_name` kube-* and those on the host's network are left
/// alone. The error is a sentence: an annotation that names what is no language.
Result<Injected> inject_pod(YamlNode& pod, std::string_view namespace_name, const PodParts& parts);

}  // namespace cel
