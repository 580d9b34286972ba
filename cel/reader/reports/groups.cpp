// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/reports/groups.h"

#include <algorithm>
#include <utility>

#include "cel/reader/reports/names.h"
#include "cel/trace/trace.h"

namespace cel {

Groups::Groups(std::int64_t end, GroupLimits limits) : end_(end), limits_(limits) {}

void Groups::add(Report report) {
  Summary summary = summary_of(report.record);
  std::string fingerprint = fingerprint_of(report.record);
  auto found = groups_.find(fingerprint);
  if (found == groups_.end()) {
    if (groups_.size() >= limits_.groups) {
      ++ungrouped_;
      return;
    }
    found = groups_.emplace(fingerprint, Group(end_)).first;
    found->second.fingerprint = std::move(fingerprint);
    found->second.first = report.time;
  }
  Group& group = found->second;
  const std::uint64_t suppressed = number_at(report.record, "suppressed").value_or(0);
  group.suppressed += suppressed;
  ++group.count;
  group.histogram.add(report.time);
  group.first = std::min(group.first, report.time);
  const std::string name = short_name(*report.container);
  if (std::find(group.containers.begin(), group.containers.end(), name) == group.containers.end()) {
    if (group.containers.size() < Group::kNamed) {
      group.containers.push_back(name);
    } else {
      group.more_containers = true;
    }
  }
  keep_sighting(group, report, name);
  if (group.count == 1 || report.time > group.last) {
    group.last = report.time;
    group.id = report.id;
    group.summary = std::move(summary);
    keep_newest(group, std::move(report));
  }
}

void Groups::keep_sighting(Group& group, const Report& report, std::string container) const {
  std::vector<Sighting>& latest = group.latest;
  if (limits_.newest_bytes == 0 || (latest.size() == Group::kLatest && latest.back().time >= report.time)) {
    return;
  }
  const auto place = std::find_if(latest.begin(), latest.end(),
                                  [&report](const Sighting& other) { return other.time < report.time; });
  latest.insert(place, {report.time, report.id, std::move(container)});
  if (latest.size() > Group::kLatest) {
    latest.pop_back();
  }
}

void Groups::keep_newest(Group& group, Report&& report) {
  if (limits_.newest_bytes == 0) {
    return;
  }
  if (group.newest) {
    newest_bytes_ -= std::min(newest_bytes_, to_line(group.newest->record).size());
  }
  const std::size_t size = to_line(report.record).size();
  group.newest.reset();
  if (size <= limits_.newest_one && newest_bytes_ + size <= limits_.newest_bytes) {
    newest_bytes_ += size;
    group.newest = std::move(report);
  }
}

const Group* Groups::find(const std::string& fingerprint) const {
  const auto found = groups_.find(fingerprint);
  return found == groups_.end() ? nullptr : &found->second;
}

std::vector<Group> Groups::take() {
  std::vector<Group> all;
  std::int64_t width = 0;
  for (auto& [key, group] : groups_) {
    width = std::max(width, group.histogram.width());
    all.push_back(std::move(group));
  }
  groups_.clear();
  for (Group& group : all) {
    group.histogram.widen(width);
  }
  std::sort(all.begin(), all.end(), [](const Group& one, const Group& other) {
    return std::pair(one.last, one.id) > std::pair(other.last, other.id);
  });
  return all;
}

}  // namespace cel
