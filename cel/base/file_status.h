// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

namespace cel {

/// fstat(2), by another system call where a seccomp profile refuses that one. False with errno set on
/// failure.
bool file_status(int fd, struct stat& status);

}  // namespace cel
