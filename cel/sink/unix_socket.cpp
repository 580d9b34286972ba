// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/unix_socket.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <ctime>

namespace cel {

Result<Fd> connect_unix(const std::string& path, int type, const Deadline& deadline) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return Error{"its path is longer than the " + std::to_string(sizeof address.sun_path - 1) +
                 " bytes that a unix socket's can have"};
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  Fd fd = above_standard(Fd(socket(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)));
  if (!fd) {
    return Error{"cannot make a socket: " + errno_text(errno)};
  }
  while (connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {  // NOLINT
    // EAGAIN means a full backlog, and no event tells when it has room again.
    if ((errno != EAGAIN && errno != EINTR) || deadline.passed()) {
      return Error{"cannot connect: " + errno_text(errno)};
    }
    const timespec span{0, 5'000'000};
    nanosleep(&span, nullptr);
  }
  return fd;
}

Error not_sent(int error) {
  return Error{error == EAGAIN ? "it takes nothing up to the deadline" : "cannot send: " + errno_text(error)};
}

}  // namespace cel
