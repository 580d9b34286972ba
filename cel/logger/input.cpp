// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/input.h"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cel/base/fd.h"
#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kFirstBlock = 8192;

}  // namespace

Input read_input(int fd, const Deadline& deadline, std::size_t limit) {
  Input input;
  const std::size_t half = limit / 2;
  std::size_t size = 0;
  std::size_t dropped = 0;
  for (;;) {
    if (size == input.bytes.size()) {
      if (size == limit + half) {
        // The middle goes: the end moves up behind the start.
        input.bytes.erase(half, half);
        size -= half;
        dropped += half;
      }
      input.bytes.resize(std::min(std::max(size * 2, kFirstBlock), limit + half));
    }
    // Standard input blocks, so it is asked first; a regular file is always ready.
    if (!wait_ready(fd, POLLIN, deadline)) {
      input.problem = "standard input had no end within the time";
      break;
    }
    const ssize_t count = read(fd, input.bytes.data() + size, input.bytes.size() - size);
    if (count == 0) {
      break;
    }
    if (count > 0) {
      size += static_cast<std::size_t>(count);
    } else if (errno != EINTR && errno != EAGAIN) {
      input.problem = "cannot read standard input: " + errno_text(errno);
      break;
    }
    if (deadline.passed()) {
      input.problem = "standard input had no end within the time";
      break;
    }
  }
  input.bytes.resize(size);
  if (dropped > 0 || size > limit) {
    const std::size_t end = std::min(half, size - half);
    dropped += size - half - end;
    input.bytes.replace(half, size - half - end, "\n" + cut_marker(dropped) + "\n");
  }
  return input;
}

}  // namespace cel
