// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/listen_address.h"

#include <netdb.h>
#include <sys/socket.h>

#include <cerrno>
#include <memory>
#include <string_view>

#include "cel/base/text.h"

namespace cel {
namespace {

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

Addresses numeric(const ListenAddress& address) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found) != 0) {
    found = nullptr;
  }
  return {found, [](addrinfo* list) {
            if (list != nullptr) {
              freeaddrinfo(list);
            }
          }};
}

}  // namespace

Result<ListenAddress> listen_address(const std::string& text) {
  constexpr std::uint64_t kHighestPort = 65535;
  ListenAddress address;
  const std::size_t colon = text.rfind(':');
  address.port = colon == std::string::npos ? text : text.substr(colon + 1);
  if (colon != std::string::npos && colon > 0) {
    address.host = text.substr(0, colon);
  }
  const bool is_bracketed = address.host.starts_with('[') && address.host.ends_with(']');
  if (is_bracketed) {
    address.host = address.host.substr(1, address.host.size() - 2);
  }
  if (!whole_number(address.port, 0, kHighestPort) || address.host == "*" || !numeric(address) ||
      (address.host.find(':') != std::string::npos) != is_bracketed) {
    return Error{"it takes [HOST:]PORT, such as 9464, 0.0.0.0:9464 or [::1]:9464, not " + cel::quoted(text)};
  }
  return address;
}

Result<Fd> listen_at(const ListenAddress& address) {
  constexpr int kWaiting = 64;  // connections
  const Addresses found = numeric(address);
  if (!found) {
    return Error{"cannot listen at " + address.host};
  }
  Fd listener = above_standard(Fd(socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)));
  const int yes = 1;
  if (!listener || setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) != 0 ||
      bind(listener.get(), found->ai_addr, found->ai_addrlen) != 0 || listen(listener.get(), kWaiting) != 0) {
    return Error{"cannot listen at " + address.host + " port " + address.port + ": " + errno_text(errno)};
  }
  return listener;
}

}  // namespace cel
