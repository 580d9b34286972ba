// SPDX-License-Identifier: Apache-2.0
//
// clickhouse=URL/TABLE: INSERT … FORMAT JSONEachRow by ClickHouse's HTTP interface, into the table that
// docs/ship.md shows.

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "cel/ship/http/http_destination.h"
#include "cel/ship/to/destinations.h"
#include "cel/ship/to/report_view.h"

namespace cel {
namespace {

/// Seconds with their fraction, in digits: a whole number would be taken for seconds.
std::string row_time(std::int64_t microseconds) {
  constexpr std::int64_t kMicrosecondsOfASecond = 1'000'000;
  const std::int64_t time = std::max<std::int64_t>(microseconds, 0);
  return fmt::format("{:010}.{:06}", time / kMicrosecondsOfASecond, time % kMicrosecondsOfASecond);
}

std::string row_of(const Json& whole) {
  const ReportView report(whole);
  return to_line({{"id", report.text("id")},
                  {"time", row_time(report.time())},
                  {"host", report.host()},
                  {"engine", report.container("engine")},
                  {"container_id", report.container("id")},
                  {"container", report.container("name")},
                  {"image", report.container("image")},
                  {"pod", report.container("pod")},
                  {"namespace", report.container("namespace")},
                  {"unit", report.container("unit")},
                  {"service", report.service()},
                  {"fingerprint", report.text("fingerprint")},
                  {"severity", report.is_fatal() ? "fatal" : "error"},
                  {"type", report.text("type")},
                  {"exception_type", report.exception_type()},
                  {"where", report.text("where")},
                  {"what", report.text("what")},
                  {"suppressed", number_at(report.record(), "suppressed").value_or(0)},
                  {"backtrace", report.claim("backtrace")},
                  {"record", to_line(report.record())}}) +
         "\n";
}

class ClickHouse : public HttpFormat {
 public:
  explicit ClickHouse(std::string url) : url_(std::move(url)) {}

  HttpRequest request_of(std::span<const Json> reports) const override {
    std::string body;
    for (const Json& report : reports) {
      body += row_of(report);
    }
    return {url_, {"Content-Type: application/x-ndjson"}, std::move(body), true};
  }

 private:
  std::string url_;
};

/// `TABLE` or `DATABASE.TABLE`, of letters, digits and `_`: then it stands for itself in a query and a URL.
bool is_table(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char each) {
    return (each >= 'a' && each <= 'z') || (each >= 'A' && each <= 'Z') || (each >= '0' && each <= '9') ||
           each == '_' || each == '.';
  });
}

}  // namespace

Result<std::unique_ptr<Destination>> make_clickhouse(Settings& settings) {
  const Result<WebAddress> address = address_of(settings);
  if (!address) {
    return Error{address.error()};
  }
  const std::size_t slash = address->path.rfind('/');
  const std::string table = address->path.substr(slash + 1);
  if (!is_table(table)) {
    return Error{settings.name + ": the address is URL/TABLE, such as http://host:8123/cel.reports"};
  }
  return http_destination(
      settings, std::make_unique<ClickHouse>(address->server + address->path.substr(0, slash) +
                                             "/?query=INSERT%20INTO%20" + table + "%20FORMAT%20JSONEachRow"));
}

}  // namespace cel
