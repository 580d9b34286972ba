// SPDX-License-Identifier: Apache-2.0
#include "cel/report/fold.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kMostNames = 16'384;
constexpr std::size_t kMostOfOne = 64;  // names in one report
constexpr std::size_t kMostNameable = 1024;
constexpr std::int64_t kLongestNaming = 60LL * 1'000'000;  // microseconds

std::string key_of(const Container& container, const std::string& id) {
  std::string key = container.user + '\n' + container.id + '\n';
  if (container.id.empty()) {
    key += container.unit + '\n' + container.log + '\n';
  }
  return key + id;
}

std::vector<std::string> keys_named_by(const Report& report) {
  std::vector<std::string> keys;
  const auto names = report.record.find("reported_before");
  if (names == report.record.end() || !names->is_array()) {
    return keys;
  }
  for (const Json& id : *names) {
    if (id.is_string() && id.get_ref<const std::string&>() != report.id && keys.size() < kMostOfOne) {
      keys.push_back(key_of(*report.container, id.get_ref<const std::string&>()));
    }
  }
  return keys;
}

/// Whether the process that sent it may have sent another that names it.
bool may_be_named(const Report& report) { return string_at(report.record, "severity") == "error"; }

}  // namespace

void ReportedBefore::note(const Report& report) {
  for (std::string& key : keys_named_by(report)) {
    if (times_.try_emplace(key).second) {
      order_.push_back(std::move(key));
    }
    if (order_.size() > kMostNames) {
      times_.erase(order_.front());
      order_.pop_front();
    }
  }
}

bool ReportedBefore::names(const Report& report) {
  const auto known = times_.empty() ? times_.end() : times_.find(key_of(*report.container, report.id));
  if (known == times_.end() || number_at(report.record, "suppressed").value_or(0) > 0) {
    return false;
  }
  known->second = report.time;
  return true;
}

std::vector<std::int64_t> ReportedBefore::times(const Report& report) const {
  std::vector<std::int64_t> times;
  for (const std::string& key : keys_named_by(report)) {
    if (const auto known = times_.find(key); known != times_.end() && known->second) {
      times.push_back(*known->second);
    }
  }
  std::sort(times.begin(), times.end());
  return times;
}

bool FoldedReports::passes(Report& report) {
  if (direction_ == Direction::newest_first) {
    if (named_.names(report)) {
      return false;
    }
    named_.note(report);
    return true;
  }
  named_.note(report);
  const bool waits = may_be_named(report);
  if (!waits && waiting_.empty()) {
    return true;
  }
  newest_ = std::max(newest_, report.time);
  waiting_.push_back({KeptReport(std::move(report)), waits});
  return false;
}

bool FoldedReports::next(Report& report) {
  while (!waiting_.empty()) {
    Waiting& first = waiting_.front();
    if (first.waits && !finished_ && waiting_.size() <= kMostNameable &&
        newest_ - first.report.time() <= kLongestNaming) {
      return false;
    }
    report = first.report.take();
    waiting_.pop_front();
    if (!named_.names(report)) {
      return true;
    }
  }
  return false;
}

}  // namespace cel
