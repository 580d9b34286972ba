// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>

namespace cel {

/// Returns whether process `pid` (as /proc names it: "1", "self") is in this program's container: it has the
/// same mount namespace or root directory. PID 1 is not if it is a pod's pause container (shared process
/// namespace) or the host's init. Returns false for a process that may not be inspected, and if /proc is of
/// other processes.
bool in_same_container(const std::string& pid);

/// Returns whether an ancestor captures the inherited file descriptor `fd` (1 or 2): an ancestor in this
/// container has another file there. Ancestors that cannot be inspected are skipped.
bool captured_by_ancestor(int fd);

/// Returns why this program may not open `path` below /proc/1, for an error message: the users of PID 1 and
/// of this program or, if they are the same, the capabilities of both or the stream's owner and mode.
std::string access_explained(const std::string& path);

}  // namespace cel
