// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/report/group_id.h"
#include "cel/report/match.h"

namespace cel {

/// What a person says of some reports: that they are one group, or that theirs are to be split.
struct GroupRule {
  Match match;                        ///< fields only
  std::string name;                   ///< of the group; empty: they stay in the groups of their errors
  std::vector<std::string> split_by;  ///< fields whose values tell the groups apart
};

/// Decides which group a report belongs to: for every command, here alone. The first rule that matches
/// counts; a report that none matches is of the group of its error. Time is in proportion to the rules and
/// the fields of the report that they name.
class GroupRules {
 public:
  void add(std::vector<GroupRule> rules);

  /// Splits all groups besides.
  void split_by(std::vector<std::string> fields) { split_by_ = std::move(fields); }

  bool empty() const { return rules_.empty() && split_by_.empty(); }

  GroupId operator()(const Report& report) const;

 private:
  std::vector<GroupRule> rules_;
  std::vector<std::string> split_by_;
};

}  // namespace cel
