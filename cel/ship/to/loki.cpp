// SPDX-License-Identifier: Apache-2.0
//
// loki=URL: Loki's push API with structured metadata (grafana.com/docs/loki/latest/reference/loki-http-api).

#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/loki_streams.h"

namespace cel {
namespace {

class Loki : public HttpFormat {
 public:
  explicit Loki(std::string url) : url_(std::move(url)) {}

  HttpRequest request_of(std::span<const Json> reports) const override {
    return {url_, {"Content-Type: application/json"}, to_line(loki_streams(reports)), true};
  }

 private:
  std::string url_;
};

}  // namespace

Result<std::unique_ptr<Destination>> make_loki(Settings& settings) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  return http_destination(
      settings,
      std::make_unique<Loki>(address->path == "/" ? address->server + "/loki/api/v1/push" : address->url));
}

}  // namespace cel
