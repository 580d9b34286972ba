// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/fd.h"

namespace cel {

enum class LinksWithin : bool { refused, followed };

/// Opens `below`, a relative path, with `flags` and O_CLOEXEC, without leaving `folder`: no `..` above it, no
/// other mount, none of /proc's links. Links that stay within are followed if `links` says so and the kernel
/// has openat2(2) (Linux 5.6). On failure the Fd is empty and errno says why: ELOOP or EXDEV for a path that
/// leads out.
Fd open_beneath(const Fd& folder, const std::string& below, int flags, LinksWithin links);

/// Opens an absolute path as a process would whose root is `root`: no link, `..` or /proc's link leads out of
/// it. Its mounts are entered. Without openat2(2) no link is followed at all.
Fd open_in_root(const Fd& root, const std::string& path, int flags);

/// The first function, one component after the other and following no link, for kernels and sandboxes without
/// openat2.
Fd walk_beneath(const Fd& folder, const std::string& below, int flags);

}  // namespace cel
