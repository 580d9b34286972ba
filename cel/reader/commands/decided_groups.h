// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/reader/commands/current_triage.h"
#include "cel/report/report.h"
#include "cel/report/triage/triage.h"

namespace cel {

/// How the groups of reports that come stand, by what people decide meanwhile.
class DecidedGroups {
 public:
  /// `known` is what the file at `path` said; an empty path: nothing else is ever known.
  DecidedGroups(std::string path, Triage known);

  /// Adds the member `status` to a report's JSON, if somebody has decided on its group: it is resolved,
  /// muted, or regressed, when the report says that it is back.
  void add_status(Json& json, const Report& report, const std::string& group);

 private:
  CurrentTriage current_;
};

}  // namespace cel
