// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

namespace cel {

/// Fills in `status` like fstat(2), by another system call if a seccomp profile denies fstat. Returns false,
/// with errno set, on failure.
bool file_status(int fd, struct stat& status);

/// Returns whether both are the status of the same file.
inline bool is_same_file(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

}  // namespace cel
