// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <thread>

#include "cel/reader/doctor/doctor.h"
#include "cel/report/reports.h"

namespace cel {

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

bool arrives(const Options& options) {
  using Clock = std::chrono::steady_clock;
  constexpr auto kPause = std::chrono::milliseconds(300);
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.wait));
  while (true) {
    for (OpenedPlace& place : open_places(options.places, options.wanted)) {
      Reports reports(std::move(place.logs), options.wanted, {});
      Report report;
      while (reports.next(report)) {
        if (report.id.starts_with(options.expect)) {
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
