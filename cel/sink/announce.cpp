// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/announce.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstring>
#include <string>

#include "cel/base/clock.h"
#include "cel/base/text.h"

namespace cel {
namespace {

struct Address {
  sockaddr_un name{};
  socklen_t size = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&name); }  // NOLINT
};

/// Returns the address of the init's socket; nothing without /proc, which has the namespace's number.
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

/// Sends `text` with the descriptor `held` to `address`.
bool send_with(const Fd& socket, const Address& address, std::string text, int held) {
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  iovec piece{text.data(), text.size()};
  msghdr message{};
  message.msg_name = const_cast<sockaddr*>(address.get());  // NOLINT: sendmsg(2) does not write to it
  message.msg_namelen = address.size;
  message.msg_iov = &piece;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof held);
  std::memcpy(CMSG_DATA(header), &held, sizeof held);
  return sendmsg(socket.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL) >= 0;
}

/// Stores the sender that the kernel attests, and the descriptor that came with the message.
void take_control(msghdr& message, AnnouncedDeath& death) {
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_CREDENTIALS) {
      ucred credentials{};
      std::memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
      death.sender = credentials.pid;
      death.sender_uid = credentials.uid;
    } else if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
      int held = -1;  // the kernel closes further descriptors, since there is room for one
      std::memcpy(&held, CMSG_DATA(header), sizeof held);
      death.held = Fd(held);
    }
  }
}

}  // namespace

std::optional<pid_t> death_in(const Json& record, pid_t reporter) {
  const bool went_on = string_at(record, "severity").value_or("fatal") != "fatal";
  const std::uint64_t pid = number_at(record, "pid").value_or(static_cast<std::uint64_t>(reporter));
  return went_on || pid > INT_MAX ? std::nullopt : std::optional(static_cast<pid_t>(pid));
}

void announce_death(pid_t pid) {
  constexpr auto kPatience = std::chrono::milliseconds(250);
  const auto address = address_of_init();
  const Fd socket = address ? datagram_socket() : Fd();
  std::array<int, 2> ends{};
  if (!socket || pipe2(ends.data(), O_CLOEXEC) != 0) {
    return;
  }
  const Fd reading(ends[0]);
  Fd writing(ends[1]);
  const bool sent = send_with(socket, *address, std::to_string(pid), writing.get());
  writing = Fd();
  // A process that announces its own death is inspected after it, and may be the listener itself.
  if (sent && pid != getpid()) {
    wait_ready(reading.get(), POLLIN, Deadline::after(kPatience));  // until the other end is closed
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

std::optional<AnnouncedDeath> next_announced_death(const Fd& socket) {
  for (;;) {
    std::array<char, 16> text{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int))> control{};
    iovec piece{text.data(), text.size()};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const ssize_t size = recvmsg(socket.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size < 0) {
      return std::nullopt;
    }
    AnnouncedDeath death;
    take_control(message, death);
    const auto pid = whole_number({text.data(), static_cast<std::size_t>(size)}, 1, INT_MAX);
    death.pid = static_cast<pid_t>(pid.value_or(0));
    return death;
  }
}

}  // namespace cel
