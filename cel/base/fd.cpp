// SPDX-License-Identifier: Apache-2.0
#include "cel/base/fd.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cel/base/errno_name.h"

namespace cel {

Fd::~Fd() {
  if (fd_ >= 0) {
    const int error = errno;  // of a call that failed before, which its caller wants to know
    close(fd_);
    errno = error;
  }
}

Fd above_standard(Fd fd) {
  if (!fd || fd.get() > STDERR_FILENO) {
    return fd;
  }
  return Fd(fcntl(fd.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

Fd open_file(const char* path, int flags, unsigned mode) {
  for (;;) {
    const int fd = open(path, flags | O_CLOEXEC, mode);
    if (fd >= 0 || errno != EINTR) {
      return above_standard(Fd(fd));
    }
  }
}

bool is_refused(int error) { return error == EPERM || error == ENOSYS; }

ssize_t read_some(int fd, char* data, std::size_t size) {
  const ssize_t count = read(fd, data, size);
  if (count >= 0 || !is_refused(errno)) {
    return count;
  }
  const iovec vector{data, size};
  return readv(fd, &vector, 1);
}

ssize_t write_some(int fd, const char* data, std::size_t size) {
  const ssize_t count = write(fd, data, size);
  if (count >= 0 || !is_refused(errno)) {
    return count;
  }
  const iovec vector{const_cast<char*>(data), size};  // NOLINT: iovec serves reads, too
  return writev(fd, &vector, 1);
}

std::string errno_text(int error) {
  return std::string(std::strerror(error)) + " (" + errno_name(error) + ")";  // NOLINT(concurrency-mt-unsafe)
}

}  // namespace cel
