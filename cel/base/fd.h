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

/// Opens `path` with `flags` and O_CLOEXEC. The descriptor is never 0, 1 or 2: a program may have been
/// started with these closed, and what is said on standard error must not land in a log that took its number.
/// On failure the Fd is empty and errno says why.
Fd open_file(const char* path, int flags, unsigned mode = 0);

/// Moves a descriptor above 2 for the same reason; empty with errno set when none is left.
Fd above_standard(Fd fd);

/// Whether this errno is a seccomp profile's answer to a system call that it refuses.
bool is_refused(int error);

/// read(2) and write(2), by another system call where a seccomp profile refuses that one.
ssize_t read_some(int fd, char* data, std::size_t size);
ssize_t write_some(int fd, const char* data, std::size_t size);

/// An errno in words and by name: "Permission denied (EACCES)".
std::string errno_text(int error);

}  // namespace cel
