// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/http/http_destination.h"

#include <utility>

#include "cel/wire/base64.h"

namespace cel {
namespace {

class HttpDestination : public Destination {
 public:
  HttpDestination(std::unique_ptr<HttpClient> client, std::unique_ptr<HttpFormat> format)
      : client_(std::move(client)), format_(std::move(format)) {}

  Limits limits() const override { return format_->limits(); }

  Verdict deliver(std::span<const Json> reports, const Stop& stop) override {
    return format_->verdict_on(client_->post(format_->request_of(reports), stop), reports.size());
  }

  std::string preview(const Json& report) override {
    return client_->text_of(format_->request_of(std::span(&report, 1)));
  }

 private:
  std::unique_ptr<HttpClient> client_;
  std::unique_ptr<HttpFormat> format_;
};

}  // namespace

Result<WebAddress> address_of(Settings& settings) {
  Result<WebAddress> address = web_address(settings.address);
  if (!address) {
    return Error{settings.name + ": " + address.error()};
  }
  if (!address->user.empty()) {  // RFC 7617
    settings.hide(address->password);
    settings.add("header", "Authorization: Basic " + base64_encode(address->user + ":" + address->password));
  }
  return address;
}

Result<std::unique_ptr<Destination>> http_destination(Settings& settings,
                                                      std::unique_ptr<HttpFormat> format) {
  Result<std::unique_ptr<HttpClient>> client = HttpClient::open(settings);
  if (!client) {
    return Error{client.error()};
  }
  return std::unique_ptr<Destination>(
      std::make_unique<HttpDestination>(std::move(*client), std::move(format)));
}

}  // namespace cel
