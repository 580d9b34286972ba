// SPDX-License-Identifier: Apache-2.0
//
// Whatever an API server says of pods: each container that is taken has a name and a pod.

#include "cel/source/kubernetes/pod_list.h"

#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto found = pod_containers(view_of(data, size))) {
    for (const PodContainer& each : *found) {
      CEL_CHECK(!each.owner.name.empty() && !each.owner.pod.empty());
      CEL_CHECK(!each.runs || each.previous.empty() || each.previous != each.current);
    }
  }
  return 0;
}
