// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/to/group_notices.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kMostKnownGroups = 1000;  // those that were told of longest ago are forgotten first
constexpr std::size_t kMostContainersTold = 10;

std::int64_t number_of(GroupNotices::Time time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

std::string fingerprint_in(const Json& report) {
  return std::string(string_at(report, "fingerprint").value_or(""));
}

bool is_back(const Json& report) { return string_at(report, "status").value_or("") == "regressed"; }

bool is_muted(const Json& report) { return string_at(report, "status").value_or("") == "muted"; }

}  // namespace

void GroupNotices::count(Group& group, const Json& report, Time now) const {
  ++group.count;
  group.newest = notice_excerpt(report);
  const std::string container = notice_container(report);
  if (group.containers.size() < kMostContainersTold &&
      std::find(group.containers.begin(), group.containers.end(), container) == group.containers.end()) {
    group.containers.push_back(container);
  }
  if (number_of(now) >= group.window + rules_.often_within.count()) {
    group.window = number_of(now);
    group.in_window = 0;
  }
  ++group.in_window;
}

Notice GroupNotices::notice_of(Notice::Kind kind, const Group& group) const {
  return {kind, group.newest, group.count, group.containers, rules_.period, rules_.rate};
}

void GroupNotices::begin_period(std::int64_t now) {
  if (held_ == 0 && now >= period_ + rules_.period.count()) {
    period_ = now;
    new_told_ = 0;
  }
}

/// The notice of a group that none told of, unless there were too many in this period.
std::optional<Notice> GroupNotices::first_notice(Group group, std::int64_t now) {
  begin_period(now);
  if (new_told_ < rules_.most_new) {
    return notice_of(Notice::Kind::fresh, group);
  }
  const std::string fingerprint = fingerprint_in(group.newest);
  ++held_;
  group.is_held = true;
  group.told = now;
  groups_[fingerprint] = std::move(group);
  forget_one();
  return std::nullopt;
}

std::optional<Notice> GroupNotices::notice_for(const Json& report, Time now) {
  if (is_muted(report)) {
    return std::nullopt;
  }
  const std::int64_t moment = number_of(now);
  const auto known = groups_.find(fingerprint_in(report));
  Group counted = known == groups_.end() ? Group{} : known->second;
  count(counted, report, now);
  const bool is_due = moment >= counted.told + rules_.period.count();
  if (known == groups_.end() || (counted.is_held && is_due)) {
    return first_notice(std::move(counted), moment);
  }
  if (!counted.is_held && is_back(report) && moment >= counted.back_told + rules_.period.count()) {
    return notice_of(Notice::Kind::back, counted);
  }
  if (!counted.is_held && is_due && rules_.rate.empty()) {
    return notice_of(Notice::Kind::again, counted);
  }
  if (!counted.is_held && !rules_.rate.empty() && counted.in_window >= rules_.often &&
      moment >= counted.often_told + rules_.period.count()) {
    return notice_of(Notice::Kind::often, counted);
  }
  known->second = std::move(counted);
  return std::nullopt;
}

std::optional<Notice> GroupNotices::overdue(Time now) const {
  const std::int64_t moment = number_of(now);
  if (held_ > 0 && moment >= period_ + rules_.period.count()) {
    return Notice{Notice::Kind::more, Json::object(), held_, {}, rules_.period, rules_.rate};
  }
  for (const auto& [fingerprint, group] : groups_) {
    if (rules_.rate.empty() && !group.is_held && group.count > 0 &&
        moment >= group.told + rules_.period.count()) {
      return notice_of(Notice::Kind::again, group);
    }
  }
  return std::nullopt;
}

void GroupNotices::told(const Notice& notice, Time now) {
  const std::int64_t moment = number_of(now);
  if (notice.kind == Notice::Kind::more) {
    held_ = 0;
    period_ = moment;
    new_told_ = 0;
    return;
  }
  new_told_ += notice.kind == Notice::Kind::fresh ? 1 : 0;
  Group& group = groups_[fingerprint_in(notice.report)];
  Group next;
  next.told = moment;
  next.often_told = notice.kind == Notice::Kind::often ? moment : group.often_told;
  next.back_told = notice.kind == Notice::Kind::back ? moment : group.back_told;
  next.window = group.window == 0 ? moment : group.window;
  next.in_window = group.window == 0 ? 1 : group.in_window + 1;
  group = std::move(next);
  forget_one();
}

/// Where too many are known, one that was only counted, or else the one that was told of longest ago.
void GroupNotices::forget_one() {
  if (groups_.size() > kMostKnownGroups) {
    groups_.erase(std::min_element(groups_.begin(), groups_.end(), [](const auto& one, const auto& other) {
      return one.second.is_held != other.second.is_held ? one.second.is_held
                                                        : one.second.told < other.second.told;
    }));
  }
}

std::optional<GroupNotices::Time> GroupNotices::next() const {
  std::optional<std::int64_t> next;
  const auto consider = [&](std::int64_t since) {
    next = std::min(next.value_or(INT64_MAX), since + rules_.period.count());
  };
  if (held_ > 0) {
    consider(period_);
  }
  for (const auto& [fingerprint, group] : groups_) {
    if (rules_.rate.empty() && !group.is_held && group.count > 0) {
      consider(group.told);
    }
  }
  return next ? std::optional(Time(std::chrono::milliseconds(*next))) : std::nullopt;
}

Json GroupNotices::json_of_group(const std::string& fingerprint, const Group& group) const {
  return {{"fingerprint", fingerprint},     {"told", group.told},
          {"count", group.count},           {"newest", group.newest},
          {"containers", group.containers}, {"held", group.is_held ? 1 : 0},
          {"often_told", group.often_told}, {"back_told", group.back_told},
          {"window", group.window},         {"in_window", group.in_window}};
}

std::string GroupNotices::text() const {
  Json groups = Json::array();
  for (const auto& [fingerprint, group] : groups_) {
    groups.push_back(json_of_group(fingerprint, group));
  }
  return to_line({{"period", period_}, {"new_told", new_told_}, {"held", held_}, {"groups", groups}}) + "\n";
}

void GroupNotices::load(std::string_view text) {
  const auto state = parse_json(text);
  if (!state || !state->is_object()) {
    return;
  }
  const auto moment = [](const Json& object, const char* key) {
    return static_cast<std::int64_t>(
        std::min<std::uint64_t>(number_at(object, key).value_or(0), INT64_MAX / 2));
  };
  period_ = moment(*state, "period");
  new_told_ = number_at(*state, "new_told").value_or(0);
  held_ = number_at(*state, "held").value_or(0);
  const auto groups = state->find("groups");
  for (const Json& each : groups != state->end() && groups->is_array() ? *groups : Json::array()) {
    const auto newest = each.is_object() ? each.find("newest") : each.end();
    if (newest == each.end()) {
      continue;
    }
    Group group;
    group.told = moment(each, "told");
    group.count = newest->is_object() ? number_at(each, "count").value_or(0) : 0;
    group.newest = *newest;
    group.is_held = number_at(each, "held").value_or(0) == 1;
    group.often_told = moment(each, "often_told");
    group.back_told = moment(each, "back_told");
    group.window = moment(each, "window");
    group.in_window = number_at(each, "in_window").value_or(0);
    const auto containers = each.find("containers");
    for (const Json& name :
         containers != each.end() && containers->is_array() ? *containers : Json::array()) {
      group.containers.push_back(name.is_string() ? name.get<std::string>() : "");
    }
    groups_[fingerprint_in(each)] = std::move(group);
  }
}

}  // namespace cel
