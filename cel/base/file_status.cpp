// SPDX-License-Identifier: Apache-2.0
#include "cel/base/file_status.h"

#include <fcntl.h>
#include <sys/sysmacros.h>

#include <cerrno>

#include "cel/base/fd.h"

namespace cel {

bool file_status(int fd, struct stat& status) {
  if (fstat(fd, &status) == 0) {
    return true;
  }
  struct statx more {};
  if (!is_refused(errno) || statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &more) != 0) {
    return false;
  }
  status = {};
  status.st_dev = makedev(more.stx_dev_major, more.stx_dev_minor);
  status.st_rdev = makedev(more.stx_rdev_major, more.stx_rdev_minor);
  status.st_ino = more.stx_ino;
  status.st_mode = more.stx_mode;
  status.st_uid = more.stx_uid;
  status.st_gid = more.stx_gid;
  status.st_size = static_cast<off_t>(more.stx_size);
  return true;
}

}  // namespace cel
