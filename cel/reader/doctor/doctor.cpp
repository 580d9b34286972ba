// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/doctor/doctor.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "cel/base/clock.h"
#include "cel/base/text.h"
#include "cel/report/reports.h"
#include "cel/sink/deliver.h"
#include "cel/sink/order.h"

namespace cel {
namespace {

constexpr auto kPatience = std::chrono::seconds(5);  // the logger's own default
constexpr std::size_t kMaxRecord = 1U << 20U;

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

SinkChoice choice_of_logger() {
  return {variable("CEL_SINK"), variable("CEL_SOCKET"), variable("CEL_SPOOL")};
}

Origin origin_of_test() {
  Origin origin;
  origin.type = "Test";
  origin.executable = "cel doctor";
  origin.time = unix_time();
  origin.uid = getuid();
  utsname host{};
  if (uname(&host) == 0) {
    origin.hostname = valid_utf8(static_cast<const char*>(host.nodename));
  }
  return origin;
}

}  // namespace

std::vector<SinkState> examine_own_sinks() { return examine_sinks(choice_of_logger()); }

Result<Sent> send_test() {
  (void)std::signal(SIGPIPE, SIG_IGN);
  const EncodedReport report = encoded_report({nullptr, "a test report of cel doctor: nothing has died\n"},
                                              origin_of_test(), kMaxRecord, {});
  const Delivery delivery = deliver(report, sinks_in_order(choice_of_logger()), Deadline::after(kPatience));
  if (delivery.outcome != Delivery::Outcome::delivered) {
    std::string reasons = "the test report could not be delivered";
    for (const std::string& failure : delivery.failures) {
      reasons += "; " + failure;
    }
    return Error{reasons};
  }
  return Sent{std::string(string_at(report.record, "id").value_or("")), delivery.sink};
}

std::vector<LogState> examine_logs(const Options& options) {
  std::vector<LogState> states;
  for (OpenedPlace& place : open_places(options.places, options.wanted)) {
    LogState state{place.name, place.logs.size(), 0, 0, place.problem};
    Reports reports(std::move(place.logs), options.wanted, options.match);
    Report report;
    while (reports.next(report)) {
      ++state.reports;
      state.newest = std::max(state.newest, report.time);
    }
    if (state.problem.empty() && !reports.problems().empty()) {
      state.problem = reports.problems().front();
    }
    states.push_back(std::move(state));
  }
  return states;
}

bool arrives(const Options& options, const std::string& id, double seconds) {
  using Clock = std::chrono::steady_clock;
  constexpr auto kPause = std::chrono::milliseconds(300);
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  while (true) {
    for (OpenedPlace& place : open_places(options.places, options.wanted)) {
      Reports reports(std::move(place.logs), options.wanted, {});
      Report report;
      while (reports.next(report)) {
        if (report.id.starts_with(id)) {
          return true;
        }
      }
    }
    if (Clock::now() + kPause > end) {
      return false;
    }
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace cel
