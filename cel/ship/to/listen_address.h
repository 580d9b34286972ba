// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// An address of this host to listen at.
struct ListenAddress {
  std::string host = "127.0.0.1";  ///< numeric, IPv4 or IPv6
  std::string port;
};

/// Reads `[HOST:]PORT`, such as `9464`, `0.0.0.0:9464` or `[::1]:9464`; the error says what is taken.
Result<ListenAddress> listen_address(const std::string& text);

/// A socket that listens there.
Result<Fd> listen_at(const ListenAddress& address);

}  // namespace cel
