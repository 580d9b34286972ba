// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace cel {

/// The id, 64 hex digits, of the container that this is, out of the text of /proc/self/cgroup (cgroup v1, or
/// v2 without a namespace of its own) or, where that is only `0::/`, of /proc/self/mountinfo: engines mount
/// files of the container's own folder at /etc/hostname and its like. Empty when neither tells.
std::string container_id(std::string_view cgroup, std::string_view mountinfo);

/// The name that the container has in its Kubernetes pod, out of the text of /proc/self/mountinfo: the
/// kubelet mounts its termination log from pods/UID/containers/NAME/ID. Empty when nothing tells.
std::string pod_container(std::string_view mountinfo);

}  // namespace cel
