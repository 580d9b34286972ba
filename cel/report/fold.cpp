// SPDX-License-Identifier: Apache-2.0
#include "cel/report/fold.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "cel/trace/trace.h"

namespace cel {
namespace {

constexpr std::size_t kMostNames = 16'384;
constexpr std::size_t kMostOfOne = 64;  // names in one report
constexpr std::size_t kMostNameable = 1024;
constexpr std::int64_t kLongestNaming = 60LL * 1'000'000;  // microseconds
constexpr std::int64_t kSameDeath = 10LL * 1'000'000;      // between a hook's report and its traceback

std::string key_of(const Container& container, const std::string& id) {
  std::string key = container.user + '\n' + container.id + '\n';
  if (container.id.empty()) {
    key += container.unit + '\n' + container.log + '\n';
  }
  return key + id;
}

std::string death_key(const Report& report) {
  const Container& container = *report.container;
  return key_of(container, (container.id.empty() ? container.pod + '\n' + container.name + '\n' : "") +
                               fingerprint_of(report.record));
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

bool is_found_traceback(const Report& report) { return string_at(report.record, "mechanism") == "log"; }

void HookedDeaths::note(const Report& report) {
  if (is_found_traceback(report)) {
    return;
  }
  std::string key = death_key(report);
  times_[key].push_back(report.time);
  order_.push_back(std::move(key));
  if (order_.size() > kMostNames) {
    const auto oldest = times_.find(order_.front());
    oldest->second.pop_front();
    if (oldest->second.empty()) {
      times_.erase(oldest);
    }
    order_.pop_front();
  }
}

bool HookedDeaths::tell(const Report& report) const {
  const auto known =
      times_.empty() || !is_found_traceback(report) ? times_.end() : times_.find(death_key(report));
  return known != times_.end() &&
         std::any_of(known->second.begin(), known->second.end(), [&report](std::int64_t time) {
           return time == 0 || report.time == 0 || std::abs(time - report.time) <= kSameDeath;
         });
}

bool FoldedReports::is_told(const Report& report) {
  const bool named = named_.names(report);
  return named || hooked_.tell(report);
}

bool FoldedReports::passes(Report& report) {
  if (tracebacks_) {
    hooked_.note(report);
  }
  const bool forwards = direction_ == Direction::oldest_first;
  if (!forwards) {
    if (is_told(report)) {
      return false;
    }
  }
  named_.note(report);
  const bool waits = (forwards && may_be_named(report)) || is_found_traceback(report);
  if (!waits && waiting_.empty()) {
    return true;
  }
  last_ = report.time;
  waiting_.push_back({KeptReport(std::move(report)), waits});
  return false;
}

bool FoldedReports::next(Report& report) {
  while (!waiting_.empty()) {
    Waiting& first = waiting_.front();
    if (first.waits && !finished_ && waiting_.size() <= kMostNameable &&
        (first.report.time() == 0 || std::abs(last_ - first.report.time()) <= kLongestNaming)) {
      return false;
    }
    report = first.report.take();
    waiting_.pop_front();
    if (!is_told(report)) {
      return true;
    }
  }
  return false;
}

}  // namespace cel
