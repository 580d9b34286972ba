// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cel/base/result.h"
#include "cel/reader/commands/current_triage.h"
#include "cel/report/report.h"
#include "cel/report/triage/triage.h"

namespace cel {

/// Which reports tell of a group that nobody knows yet, or that is back after it was resolved: one each. What
/// they told is kept in the file of the groups' state, which others may change meanwhile.
class NewGroups {
 public:
  /// `known` is what the file says. Without a path nothing is kept.
  NewGroups(std::string path, Triage known);

  /// Whether the report tells of one; then the next one of its group does not. `now` in microseconds since
  /// 1970-01-01 UTC.
  bool is_told_by(const Report& report, const std::string& group, std::int64_t now);

  /// Keeps what was told.
  Result<void> save();

 private:
  struct Told {
    std::string group;
    std::int64_t time = 0;
    bool is_back = false;
  };

  static void add_to(Triage& triage, const std::vector<Told>& told);

  CurrentTriage current_;
  std::vector<Told> unsaved_;
};

}  // namespace cel
