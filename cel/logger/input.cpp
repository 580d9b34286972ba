// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/input.h"

#include <poll.h>

#include <cerrno>

#include "cel/base/fd.h"

namespace cel {
namespace {

constexpr const char* kNoEnd = "standard input had no end within the time";
constexpr const char* kWentOn = "standard input went on when the time to read it was over";

}  // namespace

Input read_input(int fd, char* data, std::size_t size, const Deadline& deadline) {
  for (;;) {
    // read(2) may block, so poll(2) comes first; a regular file is always ready.
    if (deadline.passed() || !wait_ready(fd, POLLIN, deadline)) {
      const bool went_on = wait_ready(fd, POLLIN, deadline);
      return {0, went_on ? kWentOn : kNoEnd, went_on};
    }
    const ssize_t count = read_some(fd, data, size);
    if (count >= 0) {
      return {static_cast<std::size_t>(count), {}, false};
    }
    if (errno != EINTR && errno != EAGAIN) {
      return {0, "cannot read standard input: " + errno_text(errno), false};
    }
  }
}

}  // namespace cel
