// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/base/result.h"

namespace cel {

/// The parts of an `http` or `https` URL.
struct WebAddress {
  std::string url;       ///< all of it, but for user and password
  std::string server;    ///< `https://host:port`, without a slash at its end
  std::string path;      ///< `/` if it has none
  std::string user;      ///< decoded
  std::string password;  ///< decoded
};

/// Returns the parts of a URL; the error says what is wrong with it, and holds nothing of it.
Result<WebAddress> web_address(const std::string& text);

}  // namespace cel
