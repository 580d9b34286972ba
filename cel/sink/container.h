// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>

namespace cel {

/// Whether process `pid` (as /proc names it: "1", "self") lives in this program's own container: it has the
/// same mount namespace or the same root directory. PID 1 does not when the pod shares its process namespace
/// (it is the pause container then) or when the host's was given (it is the host's init then). False, too,
/// for a process that may not be looked into, and where /proc is of other processes than this one.
bool in_same_container(const std::string& pid);

/// Whether file descriptor `fd` (1 or 2), inherited by this program, is a stream that some ancestor captures:
/// whether an ancestor in this container has another file there. Ancestors that cannot be read are passed
/// over.
bool captured_by_ancestor(int fd);

/// Why this program may not open `path` below /proc/1, for a person to see: who PID 1 runs as and who this
/// program runs as or, where they are the same, the capabilities of both or the stream's owner and mode.
std::string access_explained(const std::string& path);

}  // namespace cel
