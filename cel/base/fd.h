// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <utility>

namespace cel {

/// Owns a file descriptor and closes it.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// Opens `path` with `flags` and O_CLOEXEC. The descriptor is never 0, 1 or 2: if the program was started
/// with these closed, its own messages must not land in a file that took their number. On failure the Fd is
/// empty and errno is set.
Fd open_file(const char* path, int flags, unsigned mode = 0);

/// Moves a descriptor above 2 for the same reason. Returns an empty Fd, with errno set, if none is left.
Fd above_standard(Fd fd);

/// Returns whether this is the errno of a system call that a seccomp profile denies.
bool is_refused(int error);

/// Reads or writes like read(2) and write(2), by another system call if a seccomp profile denies these.
ssize_t read_some(int fd, char* data, std::size_t size);
ssize_t write_some(int fd, const char* data, std::size_t size);

/// Returns an errno in words and by name: "Permission denied (EACCES)".
std::string errno_text(int error);

}  // namespace cel
