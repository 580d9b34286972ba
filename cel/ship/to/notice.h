// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// What a person is told of a group: its newest report, and how often it came since the last notice.
struct Notice {
  Json report;              ///< the newest, as docs/cel.schema.json says
  std::uint64_t count = 1;  ///< reports since the last notice, this one included
  bool is_new = true;       ///< the first notice of the group
};

/// Which groups were told of, and when: a new one at once, a known one once in a period, with its count.
class GroupNotices {
 public:
  using Time = std::chrono::system_clock::time_point;

  explicit GroupNotices(std::chrono::milliseconds period) : period_(period) {}

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
    std::int64_t told = 0;    // milliseconds since 1970-01-01 UTC
    std::uint64_t count = 0;  // reports since
    Json newest;              // of them, without its record's large parts; null if there is none
  };

  std::chrono::milliseconds period_;
  std::map<std::string, Group> groups_;  // by fingerprint
};

}  // namespace cel
