// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/ship/to/notice.h"

namespace cel {

/// Which groups were told of, and when: a new one at once, a known one by the rules, with its count.
class GroupNotices {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit GroupNotices(NoticeRules rules) : rules_(std::move(rules)) {}

  /// The notice that a report makes due, which told() is to follow; without one, the report is counted.
  std::optional<Notice> notice_for(const Json& report, Time now);

  /// The notice that is due although nothing came.
  std::optional<Notice> overdue(Time now) const;

  /// The notice was delivered, or refused for good.
  void told(const Notice& notice, Time now);

  /// When overdue() will have one.
  std::optional<Time> next() const;

  /// The state as a file, and back; what is no such file is an empty state.
  std::string text() const;
  void load(std::string_view text);

 private:
  struct Group {
    std::int64_t told = 0;                // milliseconds since 1970-01-01 UTC
    std::uint64_t count = 0;              // reports since
    Json newest;                          // their excerpt; null if there is none
    std::vector<std::string> containers;  // whose they are, some of them
    bool is_held = false;                 // new, but only counted
    std::int64_t often_told = 0;          // when it was told of for coming often
    std::int64_t back_told = 0;           // or for being back
    std::int64_t window = 0;              // since when its reports are counted for that
    std::uint64_t in_window = 0;
  };

  void count(Group& group, const Json& report, Time now) const;
  Notice notice_of(Notice::Kind kind, const Group& group) const;
  std::optional<Notice> first_notice(Group group, std::int64_t now);
  void begin_period(std::int64_t now);
  void forget_one();
  Json json_of_group(const std::string& fingerprint, const Group& group) const;

  NoticeRules rules_;
  std::map<std::string, Group> groups_;  // by fingerprint
  std::int64_t period_ = 0;              // when the period of new groups began
  std::uint64_t new_told_ = 0;           // in it
  std::uint64_t held_ = 0;               // new groups that were only counted, in it
};

}  // namespace cel
