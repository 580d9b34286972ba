// SPDX-License-Identifier: Apache-2.0
//
// slack=URL, teams=URL, mattermost=URL, pagerduty=KEY, alertmanager=URL: a notice for each group of reports,
// when it is new, and once in a period while it goes on.

#include <functional>
#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/state/state_folder.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/notice_formats.h"

namespace cel {
namespace {

constexpr std::chrono::milliseconds kUsualPeriod = std::chrono::hours(1);

/// The body for a notice that is sent now.
using Format = std::function<Json(const Notice& notice, std::chrono::milliseconds period)>;

class Notifier : public Destination {
 public:
  Notifier(std::unique_ptr<HttpClient> client, std::string url, Format format, std::string state,
           std::chrono::milliseconds period)
      : client_(std::move(client)),
        url_(std::move(url)),
        format_(std::move(format)),
        state_(std::move(state)),
        period_(period),
        notices_(period) {
    if (const Result<std::string> text = state_.empty() ? std::string() : read_file(state_); text) {
      notices_.load(*text);
    }
  }

  Limits limits() const override { return {.reports = 100}; }

  Verdict deliver(std::span<const Json> reports, const Stop& stop) override {
    Verdict verdict;
    for (std::size_t index = 0; index < reports.size() && verdict.again.empty(); ++index) {
      const auto notice = notices_.notice_for(reports[index], std::chrono::system_clock::now());
      const Verdict sent = notice ? send(*notice, stop) : Verdict{};
      if (sent.outcome == Verdict::Outcome::refused) {
        verdict.refused.emplace_back(index, sent.answer);
      } else if (sent.outcome == Verdict::Outcome::down) {
        verdict.answer = sent.answer;
        verdict.retry_after = sent.retry_after;
        for (std::size_t rest = index; rest < reports.size(); ++rest) {
          verdict.again.push_back(rest);
        }
      }
    }
    while (verdict.again.empty()) {
      const auto notice = notices_.overdue(std::chrono::system_clock::now());
      if (!notice) {
        break;
      }
      if (Verdict sent = send(*notice, stop); sent.outcome == Verdict::Outcome::down) {
        verdict = reports.empty() ? std::move(sent) : std::move(verdict);
        break;
      }
    }
    return keep(std::move(verdict), reports.size());
  }

  std::string preview(const Json& report) override {
    return client_->text_of(request_for(Notice{report, 1, true}));
  }

  std::optional<std::chrono::system_clock::time_point> due() const override { return notices_.next(); }

 private:
  HttpRequest request_for(const Notice& notice) const {
    return {url_, {"Content-Type: application/json"}, to_line(format_(notice, period_))};
  }

  Verdict send(const Notice& notice, const Stop& stop) {
    Verdict verdict = verdict_of(client_->post(request_for(notice), stop));
    if (verdict.outcome != Verdict::Outcome::down) {
      notices_.told(notice, std::chrono::system_clock::now());
    }
    return verdict;
  }

  /// What was told has to be known after a crash before the reports are settled.
  Verdict keep(Verdict verdict, std::size_t reports) {
    const Result<void> kept = state_.empty() ? Result<void>() : replace_file(state_, notices_.text());
    if (!kept && reports > 0) {
      return {Verdict::Outcome::down, kept.error()};
    }
    return verdict;
  }

  std::unique_ptr<HttpClient> client_;
  std::string url_;
  Format format_;
  std::string state_;
  std::chrono::milliseconds period_;
  GroupNotices notices_;
};

Result<std::unique_ptr<Destination>> notifier(Settings& settings, const std::string& url, Format format) {
  const Result<std::chrono::milliseconds> period = settings.take_time("period", kUsualPeriod);
  if (!period) {
    return Error{period.error()};
  }
  Result<std::unique_ptr<HttpClient>> client = HttpClient::open(settings);
  if (!client) {
    return Error{client.error()};
  }
  const std::string state = settings.state.empty() ? std::string() : settings.state + ".groups";
  return std::unique_ptr<Destination>(
      std::make_unique<Notifier>(std::move(*client), url, std::move(format), state, *period));
}

/// A notifier whose address is a URL that is itself a secret.
Result<std::unique_ptr<Destination>> secret_hook(Settings& settings, Json (*message)(const Notice&)) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  settings.hide(address->path.substr(1));
  return notifier(settings, address->url,
                  [message](const Notice& notice, std::chrono::milliseconds) { return message(notice); });
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
  return notifier(settings, address->url,
                  [key = settings.address](const Notice& notice, std::chrono::milliseconds) {
                    return pagerduty_event(notice, key);
                  });
}

Result<std::unique_ptr<Destination>> make_alertmanager(Settings& settings) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  const std::string url = address->path == "/" ? address->server + "/api/v2/alerts" : address->url;
  return notifier(settings, url, [](const Notice& notice, std::chrono::milliseconds period) {
    return alertmanager_alerts(notice, std::chrono::system_clock::now(), period);
  });
}

}  // namespace cel
