// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/notice.h"

#include <algorithm>
#include <utility>

#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kMostGroups = 1000;    // those that were told of longest ago are forgotten first
constexpr std::size_t kTraceExcerpt = 1500;  // bytes of a traceback

std::int64_t number_of(GroupNotices::Time time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::string fingerprint_in(const Json& report) {
  return std::string(string_at(report, "fingerprint").value_or(""));
}

/// What notices say of a report: all but its record, of which the end of the traceback stays.
Json excerpt_of(const Json& report) {
  Json excerpt = report;
  const auto record = report.find("record");
  Json kept = Json::object();
  if (record != report.end() && record->is_object()) {
    for (const char* key : {"severity", "executable"}) {
      if (const auto text = string_at(*record, key)) {
        kept[key] = keep_ends(*text, kTraceExcerpt);
      }
    }
    const std::string_view trace = string_at(*record, "backtrace").value_or("");
    kept["backtrace"] =
        trace.size() <= kTraceExcerpt
            ? std::string(trace)
            : std::string(trace.substr(trace.size() - whole_end(trace.substr(trace.size() - kTraceExcerpt))));
  }
  for (const char* key : {"what", "where", "type"}) {
    excerpt[key] = keep_ends(string_at(report, key).value_or(""), kTraceExcerpt);
  }
  excerpt["record"] = std::move(kept);
  return excerpt;
}

}  // namespace

std::optional<Notice> GroupNotices::notice_for(const Json& report, Time now) {
  const auto known = groups_.find(fingerprint_in(report));
  if (known == groups_.end()) {
    return Notice{excerpt_of(report), 1, true};
  }
  Group& group = known->second;
  if (number_of(now) >= group.told + period_.count()) {
    return Notice{excerpt_of(report), group.count + 1, false};
  }
  ++group.count;
  group.newest = excerpt_of(report);
  return std::nullopt;
}

std::optional<Notice> GroupNotices::overdue(Time now) const {
  for (const auto& [fingerprint, group] : groups_) {
    if (group.count > 0 && number_of(now) >= group.told + period_.count()) {
      return Notice{group.newest, group.count, false};
    }
  }
  return std::nullopt;
}

void GroupNotices::told(const Notice& notice, Time now) {
  groups_[fingerprint_in(notice.report)] = {number_of(now), 0, nullptr};
  if (groups_.size() > kMostGroups) {
    groups_.erase(std::min_element(groups_.begin(), groups_.end(), [](const auto& one, const auto& other) {
      return one.second.told < other.second.told;
    }));
  }
}

std::optional<GroupNotices::Time> GroupNotices::next() const {
  std::optional<Time> next;
  for (const auto& [fingerprint, group] : groups_) {
    const Time time = Time(std::chrono::milliseconds(group.told) + period_);
    if (group.count > 0 && (!next || time < *next)) {
      next = time;
    }
  }
  return next;
}

std::string GroupNotices::text() const {
  Json groups = Json::array();
  for (const auto& [fingerprint, group] : groups_) {
    groups.push_back({{"fingerprint", fingerprint},
                      {"told", group.told},
                      {"count", group.count},
                      {"newest", group.newest}});
  }
  return to_line(groups) + "\n";
}

void GroupNotices::load(std::string_view text) {
  const auto groups = parse_json(text);
  for (const Json& each : groups && groups->is_array() ? *groups : Json::array()) {
    const auto told = each.is_object() ? number_at(each, "told") : std::nullopt;
    const auto newest = each.find("newest");
    if (told && newest != each.end()) {
      const std::uint64_t count = newest->is_object() ? number_at(each, "count").value_or(0) : 0;
      groups_[fingerprint_in(each)] = {static_cast<std::int64_t>(*told), count, *newest};
    }
  }
}

}  // namespace cel
