// SPDX-License-Identifier: Apache-2.0
//
// webhook=URL: a request for each report, whose body is the report as JSON.

#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/to/destinations.h"

namespace cel {
namespace {

class Webhook : public HttpFormat {
 public:
  explicit Webhook(std::string url) : url_(std::move(url)) {}

  Destination::Limits limits() const override { return {.reports = 1}; }

  HttpRequest request_of(std::span<const Json> reports) const override {
    return {url_, {"Content-Type: application/json"}, to_line(reports.front())};
  }

 private:
  std::string url_;
};

}  // namespace

Result<std::unique_ptr<Destination>> make_webhook(Settings& settings) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  return http_destination(settings, std::make_unique<Webhook>(address->url));
}

}  // namespace cel
