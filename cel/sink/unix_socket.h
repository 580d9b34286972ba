// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cerrno>
#include <string>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// Returns a non-blocking unix socket of `type` (SOCK_STREAM or SOCK_DGRAM) that is connected to `path`.
Result<Fd> connect_unix(const std::string& path, int type, const Deadline& deadline);

/// Calls `transfer`, a send or receive on the non-blocking socket `fd`, until it succeeds or fails for good,
/// waiting for `events` (poll(2)'s) in between. Returns its result; errno is EAGAIN when the deadline has
/// passed.
template <typename Transfer>
ssize_t when_ready(int fd, short events, const Deadline& deadline, Transfer transfer) {
  for (;;) {
    const ssize_t size = transfer();
    const int error = errno;
    if (size >= 0 || (error != EINTR && (error != EAGAIN || !wait_ready(fd, events, deadline)))) {
      errno = error;
      return size;
    }
  }
}

/// Returns why nothing could be sent, for the errno of when_ready().
Error not_sent(int error);

}  // namespace cel
