// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "cel/report/report.h"

namespace cel {

/// Which group a report belongs to.
struct GroupId {
  std::string id;    ///< `cel2:…`, the fingerprint of the error itself, or `rule1:…` where a rule decided
  std::string name;  ///< what the rule calls the group; empty if none does
  std::string part;  ///< what the group was split by: `host=web-1`; empty if it was not
  std::string error;  ///< the fingerprint of the error itself
};

/// Tells a report's group. The one that commands use is GroupRules.
using GroupOf = std::function<GroupId(const Report&)>;

/// The group of a report where there are no rules: that of its error.
GroupId group_of_error(const Report& report);

}  // namespace cel
