// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/source/source.h"

namespace cel {

/// A container of a pod, as the API server knows it: what there is a log of.
struct PodContainer {
  Container owner;       ///< without an id
  std::string uid;       ///< the pod's
  std::string current;   ///< the id of the instance that runs, or that ran last; empty: none
  bool runs = false;     ///< whether that one runs
  std::string previous;  ///< the id of the instance before; empty: none
};

/// Returns the containers in the API server's answer, a Pod or a PodList; nothing if it is neither.
std::optional<std::vector<PodContainer>> pod_containers(std::string_view json);

}  // namespace cel
