// SPDX-License-Identifier: Apache-2.0
#include "cel/run/init/denied_call.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace cel {
namespace {

bool is_denied(long result) { return result < 0 && (errno == EPERM || errno == EACCES || errno == ENOSYS); }

/// Of the calls on descriptors.
const char* denied_of_files() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
    return is_denied(-1) ? "pipe2" : nullptr;
  }
  char byte = 0;
  if (is_denied(read(ends[0], &byte, sizeof byte))) {
    return "read";
  }
  const bool closes = !is_denied(close(ends[0])) && !is_denied(close(ends[1]));
  return closes ? nullptr : "close";
}

}  // namespace

const char* denied_call() {
  if (is_denied(poll(nullptr, 0, 0))) {
    return "poll";
  }
  if (is_denied(wait4(-1, nullptr, WNOHANG, nullptr))) {
    return "wait4";
  }
  sigset_t blocked;
  if (is_denied(sigprocmask(SIG_BLOCK, nullptr, &blocked))) {
    return "rt_sigprocmask";
  }
  const int signals = signalfd(-1, &blocked, SFD_CLOEXEC | SFD_NONBLOCK);
  if (is_denied(signals)) {
    return "signalfd4";
  }
  close(signals);
  return denied_of_files();
}

}  // namespace cel
