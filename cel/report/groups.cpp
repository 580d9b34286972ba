// SPDX-License-Identifier: Apache-2.0
#include "cel/report/groups.h"

#include <algorithm>
#include <utility>

#include "cel/report/names.h"

namespace cel {
namespace {

constexpr std::size_t kGroupCost = 128;  // of a group in memory, beside itself and its texts
constexpr std::size_t kMostText = 1024;  // bytes of the texts of a group, so that none takes the others' room
constexpr std::size_t kMostName = 200;

std::string cut_to(std::string text, std::size_t most) {
  if (text.size() > most) {
    constexpr std::string_view kEllipsis = "…";
    text.resize(most - kEllipsis.size());
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) {
      text.pop_back();
    }
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) {
      text.pop_back();
    }
    text += kEllipsis;
    text.shrink_to_fit();
  }
  return text;
}

/// How much of an error a report tells: whether it is whole, and then whether it has frames, variables and
/// source lines. What a program sends at the end of a flood, to count what it held back, has no frames.
int fullness_of(const Report& report) {
  int fullness = report.state == Rejoined::State::whole ? 8 : 0;
  const auto exceptions = report.record.find("exceptions");
  if (exceptions == report.record.end() || !exceptions->is_array()) {
    return fullness;
  }
  int most = 0;
  for (const Json& exception : *exceptions) {
    const auto frames = exception.is_object() ? exception.find("frames") : exception.end();
    if (!exception.is_object() || frames == exception.end() || !frames->is_array()) {
      continue;
    }
    for (const Json& frame : *frames) {
      const bool is_frame = frame.is_object();
      most |= 4 | (is_frame && frame.contains("locals") ? 2 : 0) |
              (is_frame && frame.contains("context") ? 1 : 0);
    }
  }
  return fullness + most;
}

}  // namespace

std::string titled(const Group& group) {
  std::string title = group.name.empty() ? std::string() : group.name + ": ";
  title += group.summary.what;
  return group.part.empty() ? title : title + " [" + group.part + "]";
}

Groups::Groups(std::int64_t end, GroupLimits limits) : end_(end), limits_(limits) {}

void Groups::add(Report report) {
  GroupId id = group_of_error(report);
  add(std::move(report), std::move(id));
}

void Groups::add(Report report, GroupId id) {
  Summary summary = summary_of(report.record);
  auto found = groups_.find(id.id);
  if (found == groups_.end()) {
    if (groups_.size() >= limits_.groups || !has_room(sizeof(Group) + kGroupCost + 2 * kMostText)) {
      ++ungrouped_;
      return;
    }
    found = groups_.emplace(id.id, Group(end_)).first;
    found->second.fingerprint = std::move(id.id);
    found->second.name = cut_to(std::move(id.name), kMostName);
    found->second.part = cut_to(std::move(id.part), kMostText - kMostName);
    found->second.first = report.time;
  }
  Group& group = found->second;
  const std::uint64_t suppressed = number_at(report.record, "suppressed").value_or(0);
  group.suppressed += suppressed;
  ++group.count;
  group.histogram.add(report.time);
  group.first = std::min(group.first, report.time);
  const std::string name = cut_to(short_name(*report.container), kMostName);
  name_container(group, name);
  keep_sighting(group, report, name);
  if (group.count == 1 || report.time > group.last) {
    group.last = report.time;
    group.newest_id = report.id;
  }
  const int fullness = fullness_of(report);
  if (std::pair(fullness, report.time) > std::pair(group.fullness, group.represented)) {
    group.fullness = fullness;
    group.represented = report.time;
    group.representative_id = report.id;
    group.summary = {cut_to(std::move(summary.type), kMostName), cut_to(std::move(summary.where), kMostName),
                     cut_to(std::move(summary.what), kMostText - 2 * kMostName)};
    keep_representative(group, std::move(report));
  }
}

/// Whether so many bytes more may be taken, which they then are.
bool Groups::has_room(std::size_t bytes) {
  if (bytes_ + bytes > limits_.bytes) {
    return false;
  }
  bytes_ += bytes;
  return true;
}

void Groups::name_container(Group& group, const std::string& name) {
  if (std::find(group.containers.begin(), group.containers.end(), name) != group.containers.end()) {
    return;
  }
  if (group.containers.size() < Group::kNamed && has_room(sizeof(std::string) + name.size())) {
    group.containers.push_back(name);
  } else {
    group.more_containers = true;
  }
}

void Groups::keep_sighting(Group& group, const Report& report, std::string container) {
  std::vector<Sighting>& latest = group.latest;
  if (limits_.kept_bytes == 0 || (latest.size() == Group::kLatest && latest.back().time >= report.time)) {
    return;
  }
  if (latest.size() < Group::kLatest && !has_room(sizeof(Sighting) + report.id.size() + kMostName)) {
    return;
  }
  const auto place = std::find_if(latest.begin(), latest.end(),
                                  [&report](const Sighting& other) { return other.time < report.time; });
  latest.insert(place, {report.time, report.id, std::move(container)});
  if (latest.size() > Group::kLatest) {
    latest.pop_back();
  }
}

void Groups::keep_representative(Group& group, Report&& report) {
  if (limits_.kept_bytes == 0) {
    return;
  }
  kept_bytes_ -= std::exchange(group.representative_size, 0);
  const std::size_t size = to_line(report.record).size();
  group.representative.reset();
  if (size <= limits_.kept_one && kept_bytes_ + size <= limits_.kept_bytes) {
    kept_bytes_ += size;
    group.representative_size = size;
    group.representative.emplace(std::move(report));
  }
}

const Group* Groups::find(const std::string& fingerprint) const {
  const auto found = groups_.find(fingerprint);
  return found == groups_.end() ? nullptr : &found->second;
}

std::vector<Group> Groups::take() {
  std::vector<Group> all;
  all.reserve(groups_.size());
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
    return std::pair(one.last, one.newest_id) > std::pair(other.last, other.newest_id);
  });
  return all;
}

}  // namespace cel
