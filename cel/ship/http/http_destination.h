// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>

#include "cel/ship/destination/destination.h"
#include "cel/ship/http/http_client.h"
#include "cel/ship/http/verdict.h"
#include "cel/ship/http/web_address.h"

namespace cel {

/// How reports are said to one kind of server, without I/O.
class HttpFormat {
 public:
  HttpFormat() = default;
  HttpFormat(const HttpFormat&) = delete;
  HttpFormat& operator=(const HttpFormat&) = delete;
  virtual ~HttpFormat() = default;

  virtual Destination::Limits limits() const { return {}; }

  virtual HttpRequest request_of(std::span<const Json> reports) const = 0;

  /// What the answer to the request of so many reports says of them.
  virtual Verdict verdict_on(const HttpAnswer& answer, std::size_t reports) const {
    (void)reports;
    return verdict_of(answer);
  }
};

/// The parts of the address; user and password, if there are some, become a header and are not shown.
Result<WebAddress> address_of(Settings& settings);

/// Makes a destination of a format; an error for what is configured wrongly.
Result<std::unique_ptr<Destination>> http_destination(Settings& settings, std::unique_ptr<HttpFormat> format);

}  // namespace cel
