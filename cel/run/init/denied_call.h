// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// Returns the name of a system call that an init cannot do without and that the kernel denies this program,
/// as a container engine's seccomp profile may; null when it has them all. Starting a process is not tried.
const char* denied_call();

}  // namespace cel
