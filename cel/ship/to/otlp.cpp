// SPDX-License-Identifier: Apache-2.0
//
// otlp=URL: log records by OTLP/HTTP in its JSON encoding, gzipped (opentelemetry.io/docs/specs/otlp).

#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/otlp_logs.h"

namespace cel {
namespace {

class Otlp : public HttpFormat {
 public:
  explicit Otlp(std::string url) : url_(std::move(url)) {}

  HttpRequest request_of(std::span<const Json> reports) const override {
    return {url_, {"Content-Type: application/json"}, to_line(otlp_logs(reports)), true};
  }

  Verdict verdict_on(const HttpAnswer& answer, std::size_t) const override {
    Verdict verdict = verdict_of(answer);
    if (verdict.outcome == Verdict::Outcome::settled) {
      verdict.answer = otlp_rejection(answer.body);
      verdict.outcome = verdict.answer.empty() ? verdict.outcome : Verdict::Outcome::refused;
    }
    return verdict;
  }

 private:
  std::string url_;
};

}  // namespace

Result<std::unique_ptr<Destination>> make_otlp(Settings& settings) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  return http_destination(
      settings, std::make_unique<Otlp>(address->path == "/" ? address->server + "/v1/logs" : address->url));
}

}  // namespace cel
