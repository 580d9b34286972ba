// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/report_tally.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr const char* kOther = "other";
constexpr std::size_t kLongestLabel = 128;
constexpr std::uint64_t kMostSuppressed = 1'000'000;  // that one report can claim

/// What the host says of it. No claim of the report is in it.
ReportTally::Container container_of(const ReportView& report) {
  const auto text = [&report](const char* key) {
    return std::string(report.container(key).substr(0, kLongestLabel));
  };
  ReportTally::Container container{text("namespace"), text("pod"), text("name")};
  for (const char* key : {"unit", "id"}) {
    container.name = container.name.empty() ? text(key) : container.name;
  }
  return container;
}

}  // namespace

void ReportTally::add(const ReportView& report, Clock::time_point now) {
  Counts& counts = counts_of(container_of(report), now);
  std::string type = std::string(report.text("type").substr(0, kLongestLabel));
  if (!counts.reports.contains(type) && counts.reports.size() >= kMostTypes) {
    type = kOther;
  }
  ++counts.reports[type];
  counts.suppressed += std::min(number_at(report.record(), "suppressed").value_or(0), kMostSuppressed);
  counts.last = now;
  if (groups_.size() < kMostGroups) {
    groups_.emplace(report.text("fingerprint"));
  }
}

/// A container that is quiet for an hour leaves its place to a new one.
ReportTally::Counts& ReportTally::counts_of(Container container, Clock::time_point now) {
  constexpr std::chrono::hours kQuiet{1};
  if (const auto known = containers_.find(container); known != containers_.end()) {
    return known->second;
  }
  const Container other{"", "", kOther};
  if (containers_.size() >= kMostContainers) {
    const auto quietest = std::min_element(
        containers_.begin(), containers_.end(), [&other](const auto& one, const auto& another) {
          return one.first != other && (another.first == other || one.second.last < another.second.last);
        });
    if (quietest->first == other || now - quietest->second.last < kQuiet) {
      return containers_[other];
    }
    containers_.erase(quietest);
  }
  return containers_[std::move(container)];
}

}  // namespace cel
