// SPDX-License-Identifier: Apache-2.0
//
// slack=URL, teams=URL, mattermost=URL, pagerduty=KEY, alertmanager=URL: notices of groups over HTTP.

#include <functional>
#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/notice_formats.h"
#include "cel/ship/to/notifier.h"

namespace cel {
namespace {

/// The body for a notice that is sent now.
using NoticeFormat = std::function<Json(const Notice& notice)>;

class NoticeHook : public NoticeSender {
 public:
  NoticeHook(std::unique_ptr<HttpClient> client, std::string url, NoticeFormat format)
      : client_(std::move(client)), url_(std::move(url)), format_(std::move(format)) {}

  Verdict send(const Notice& notice, const Stop& stop) override {
    return verdict_of(client_->post(request_for(notice), stop));
  }

  std::string preview(const Notice& notice) override { return client_->text_of(request_for(notice)); }

 private:
  HttpRequest request_for(const Notice& notice) const {
    return {url_, {"Content-Type: application/json"}, to_line(format_(notice))};
  }

  std::unique_ptr<HttpClient> client_;
  std::string url_;
  NoticeFormat format_;
};

Result<std::unique_ptr<Destination>> hook(Settings& settings, const std::string& url, NoticeFormat format) {
  Result<std::unique_ptr<HttpClient>> client = HttpClient::open(settings);
  if (!client) {
    return Error{client.error()};
  }
  return notifier(settings, std::make_unique<NoticeHook>(std::move(*client), url, std::move(format)));
}

/// A notifier whose address is a URL that is itself a secret.
Result<std::unique_ptr<Destination>> secret_hook(Settings& settings, Json (*message)(const Notice&)) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  settings.hide(address->path.substr(1));
  return hook(settings, address->url, message);
}

}  // namespace

Result<std::unique_ptr<Destination>> make_slack(Settings& settings) {
  return secret_hook(settings, slack_message);
}

Result<std::unique_ptr<Destination>> make_teams(Settings& settings) {
  return secret_hook(settings, teams_message);
}

Result<std::unique_ptr<Destination>> make_mattermost(Settings& settings) {
  return secret_hook(settings, mattermost_message);
}

Result<std::unique_ptr<Destination>> make_pagerduty(Settings& settings) {
  settings.hide(settings.address);
  const std::string url = settings.take("url", "https://events.pagerduty.com/v2/enqueue");
  const Result<WebAddress> address = web_address(url);
  if (!address) {
    return Error{settings.name + ": url: " + address.error()};
  }
  return hook(settings, address->url,
              [key = settings.address](const Notice& notice) { return pagerduty_event(notice, key); });
}

Result<std::unique_ptr<Destination>> make_alertmanager(Settings& settings) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  const std::string url = address->path == "/" ? address->server + "/api/v2/alerts" : address->url;
  return hook(settings, url, [](const Notice& notice) {
    return alertmanager_alerts(notice, std::chrono::system_clock::now());
  });
}

}  // namespace cel
