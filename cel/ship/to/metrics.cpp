// SPDX-License-Identifier: Apache-2.0
//
// metrics=[HOST:]PORT: figures of reports and destinations for Prometheus, at /metrics; /ready and /healthz.

#include <mutex>
#include <utility>

#include "cel/base/text.h"
#include "cel/ship/destination/observer.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/listen_address.h"
#include "cel/ship/to/metrics_text.h"
#include "cel/ship/to/page_server.h"

namespace cel {
namespace {

class Metrics : public Observer {
 public:
  explicit Metrics(ListenAddress address) : address_(std::move(address)) {}

  Result<void> open(StatusSource status) override {
    status_ = std::move(status);
    return listen();
  }

  /// Counts them. Without open(), as `--check` has it, looks whether it could be.
  Verdict deliver(std::span<const Json> reports, const Stop& /*stop*/) override {
    if (const Result<void> listens = server_ ? Result<void>() : listen(); !listens) {
      return {Verdict::Outcome::down, listens.error()};
    }
    const auto now = ReportTally::Clock::now();
    const std::lock_guard lock(mutex_);
    for (const Json& report : reports) {
      tally_.add(ReportView(report), now);
    }
    return {};
  }

  std::string preview(const Json& report) override {
    ReportTally tally;
    tally.add(ReportView(report), {});
    return metrics_text(tally, {});
  }

 private:
  Result<void> listen() {
    Result<Fd> listener = listen_at(address_);
    if (!listener) {
      return Error{listener.error()};
    }
    Result<std::unique_ptr<PageServer>> server =
        PageServer::open(std::move(*listener), [this](std::string_view path) { return page(path); });
    if (!server) {
      return Error{server.error()};
    }
    server_ = std::move(*server);
    return {};
  }

  Page page(std::string_view path) {
    constexpr unsigned kNotFoundStatus = 404;
    constexpr unsigned kUnavailable = 503;
    const ShipStatus status = status_ ? status_() : ShipStatus{};
    if (path == "/metrics") {
      const std::lock_guard lock(mutex_);
      return {.text = metrics_text(tally_, status), .type = "text/plain; version=0.0.4; charset=utf-8"};
    }
    if (path == "/healthz") {
      return {.text = "ok\n"};
    }
    if (path == "/ready") {
      return status.problem.empty() ? Page{.text = "ok\n"}
                                    : Page{.status = kUnavailable, .text = one_line(status.problem) + "\n"};
    }
    return {.status = kNotFoundStatus, .text = "there are /metrics, /ready and /healthz\n"};
  }

  ListenAddress address_;
  StatusSource status_;
  std::mutex mutex_;
  ReportTally tally_;
  std::unique_ptr<PageServer> server_;  // last: its thread uses the others
};

}  // namespace

Result<std::unique_ptr<Destination>> make_metrics(Settings& settings) {
  Result<ListenAddress> address = listen_address(settings.address);
  if (!address) {
    return Error{settings.name + ": " + address.error()};
  }
  return std::unique_ptr<Destination>(std::make_unique<Metrics>(std::move(*address)));
}

}  // namespace cel
