// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/check/web_get.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "cel/base/fd.h"
#include "cel/sink/unix_socket.h"

namespace cel {
namespace {

struct SocketAddress {
  sockaddr_storage bytes{};
  socklen_t size = 0;
};

template <typename Kind>
void add(std::vector<SocketAddress>& addresses, const Kind& kind) {
  SocketAddress address;
  std::memcpy(&address.bytes, &kind, sizeof kind);
  address.size = sizeof kind;
  addresses.push_back(address);
}

/// The addresses that the host stands for; none if it is no address.
std::vector<SocketAddress> addresses_of(const WebPlace& place) {
  const bool local = place.host == "localhost";
  std::vector<SocketAddress> addresses;
  sockaddr_in four{};
  four.sin_family = AF_INET;
  four.sin_port = htons(place.port);
  if (inet_pton(AF_INET, local ? "127.0.0.1" : place.host.c_str(), &four.sin_addr) == 1) {
    add(addresses, four);
  }
  sockaddr_in6 six{};
  six.sin6_family = AF_INET6;
  six.sin6_port = htons(place.port);
  if (inet_pton(AF_INET6, local ? "::1" : place.host.c_str(), &six.sin6_addr) == 1) {
    add(addresses, six);
  }
  return addresses;
}

/// Returns an errno, 0 once `fd` is connected.
int connect_by(int fd, const SocketAddress& address, const Deadline& deadline) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the interface of sockets
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address.bytes), address.size) == 0) {
    return 0;
  }
  if (errno != EINPROGRESS) {
    return errno;
  }
  if (!wait_ready(fd, POLLOUT, deadline)) {
    return ETIMEDOUT;
  }
  int error = 0;
  socklen_t size = sizeof error;
  return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

Result<std::string> exchange(int fd, std::string_view request, const Deadline& deadline) {
  while (!request.empty()) {
    const ssize_t sent = when_ready(fd, POLLOUT, deadline,
                                    [&] { return send(fd, request.data(), request.size(), MSG_NOSIGNAL); });
    if (sent < 0) {
      return not_sent(errno);
    }
    request.remove_prefix(static_cast<std::size_t>(sent));
  }
  std::string answer;
  std::array<char, 65536> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  while (answer.size() <= kMostOfAnswer && !is_whole_answer(answer)) {
    const ssize_t count =
        when_ready(fd, POLLIN, deadline, [&] { return recv(fd, piece.data(), piece.size(), 0); });
    if (count < 0) {
      return Error{errno == EAGAIN ? "it does not answer in time"
                                   : "cannot read its answer: " + errno_text(errno)};
    }
    if (count == 0) {
      break;
    }
    answer.append(piece.data(), static_cast<std::size_t>(count));
  }
  return answer;
}

}  // namespace

Result<WebAnswer> web_get(const WebPlace& place, const Deadline& deadline) {
  const std::vector<SocketAddress> addresses = addresses_of(place);
  if (addresses.empty()) {
    return Error{"it is neither localhost nor an IP address"};
  }
  int error = 0;
  for (const SocketAddress& address : addresses) {
    const Fd fd =
        above_standard(Fd(socket(address.bytes.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)));
    const int failed = fd ? connect_by(fd.get(), address, deadline) : errno;
    if (failed == 0) {
      const Result<std::string> bytes =
          exchange(fd.get(),
                   fmt::format("GET {} HTTP/1.0\r\nHost: {}\r\nUser-Agent: cel-sidecar/" CEL_VERSION
                               "\r\nAccept: */*\r\nConnection: close\r\n\r\n",
                               place.path, place.authority()),
                   deadline);
      return bytes ? web_answer(*bytes) : Error{bytes.error()};
    }
    error = error == 0 ? failed : error;
  }
  return Error{"cannot connect: " + errno_text(error)};
}

}  // namespace cel
