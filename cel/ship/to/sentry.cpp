// SPDX-License-Identifier: Apache-2.0
//
// sentry=DSN: an envelope with one event for each report, as Sentry and what is compatible with it take them
// (develop.sentry.dev/sdk/data-model/envelopes and …/event-payloads).

#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/sentry_event.h"

namespace cel {
namespace {

class Sentry : public HttpFormat {
 public:
  Sentry(std::string url, const std::string& key)
      : url_(std::move(url)),
        authorization_(
            "X-Sentry-Auth: Sentry sentry_version=7, sentry_client=cel/" CEL_VERSION ", sentry_key=" + key) {}

  Destination::Limits limits() const override { return {.reports = 1}; }

  HttpRequest request_of(std::span<const Json> reports) const override {
    return {url_,
            {"Content-Type: application/x-sentry-envelope", authorization_},
            sentry_envelope(reports.front())};
  }

 private:
  std::string url_;
  std::string authorization_;
};

}  // namespace

Result<std::unique_ptr<Destination>> make_sentry(Settings& settings) {
  Result<WebAddress> address = web_address(settings.address);
  if (!address) {
    return Error{settings.name + ": " + address.error()};
  }
  const std::size_t slash = address->path.rfind('/');
  const std::string project = address->path.substr(slash + 1);
  if (address->user.empty() || project.empty()) {
    return Error{settings.name + ": a DSN is https://KEY@HOST/PROJECT; Sentry shows it as Client Keys (DSN)"};
  }
  settings.hide(address->user);
  return http_destination(
      settings, std::make_unique<Sentry>(
                    address->server + address->path.substr(0, slash) + "/api/" + project + "/envelope/",
                    address->user));
}

}  // namespace cel
