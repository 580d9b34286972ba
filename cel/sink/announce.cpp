// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/announce.h"

#include <sys/socket.h>
#include <sys/stat.h>

#include <array>
#include <climits>
#include <cstddef>
#include <cstring>
#include <string>

#include "cel/base/text.h"

namespace cel {
namespace {

struct Address {
  sockaddr_un name{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }  // NOLINT
};

/// Nothing without /proc, which tells the namespace's number.
std::optional<Address> address_of_init() {
  struct stat status {};
  if (stat("/proc/self/ns/pid", &status) != 0) {
    return std::nullopt;
  }
  const std::string text = "cel-run/" + std::to_string(status.st_ino);
  Address address;
  address.name.sun_family = AF_UNIX;
  std::memcpy(&address.name.sun_path[1], text.data(), text.size());  // after a NUL: the name is abstract
  address.size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + text.size());
  return address;
}

Fd datagram_socket() {
  return above_standard(Fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)));
}

/// Who sent the message, as the kernel attests.
std::optional<uid_t> sender_of(msghdr& message) {
  const cmsghdr* control = CMSG_FIRSTHDR(&message);
  if (control == nullptr || control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_CREDENTIALS) {
    return std::nullopt;
  }
  ucred credentials{};
  std::memcpy(&credentials, CMSG_DATA(control), sizeof credentials);
  return credentials.uid;
}

}  // namespace

std::optional<pid_t> death_in(const Json& record, pid_t reporter) {
  const bool went_on = string_at(record, "severity").value_or("fatal") != "fatal";
  const std::uint64_t pid = number_at(record, "pid").value_or(static_cast<std::uint64_t>(reporter));
  return went_on || pid > INT_MAX ? std::nullopt : std::optional(static_cast<pid_t>(pid));
}

void announce_death(pid_t pid) {
  const auto address = address_of_init();
  const Fd socket = address ? datagram_socket() : Fd();
  if (socket) {
    const std::string text = std::to_string(pid);
    sendto(socket.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL, address->get(),
           address->size);
  }
}

Fd listen_for_deaths() {
  const auto address = address_of_init();
  Fd socket = address ? datagram_socket() : Fd();
  const int on = 1;
  const bool listens = socket && setsockopt(socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0 &&
                       bind(socket.get(), address->get(), address->size) == 0;
  return listens ? std::move(socket) : Fd();
}

std::optional<pid_t> next_announced_death(const Fd& socket, uid_t uid) {
  for (;;) {
    std::array<char, 16> text{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control{};
    iovec piece{text.data(), text.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t size = recvmsg(socket.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (size < 0) {
      return std::nullopt;
    }
    const auto sender = sender_of(message);
    const auto pid = whole_number({text.data(), static_cast<std::size_t>(size)}, 1, INT_MAX);
    if (pid && sender && (*sender == uid || *sender == 0)) {
      return static_cast<pid_t>(*pid);
    }
  }
}

}  // namespace cel
