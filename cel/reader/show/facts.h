// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cel/report/group_id.h"
#include "cel/report/report.h"

namespace cel {

/// How often the same error was seen, as far as was read.
struct Occurrences {
  std::uint64_t count = 0;  ///< 0: not counted
  std::int64_t first = 0;   ///< microseconds since 1970-01-01 UTC; 0: unknown
  std::int64_t last = 0;
  std::vector<std::int64_t> before;  ///< when reports of this very error were logged before, as it names them
  std::string status = {};           ///< how that group stands, in words
  GroupId group = {};                ///< of the report; without an id it is told by its error
};

/// One thing that is known of a report, in words; printable.
struct Fact {
  std::string label;
  std::string value;
  bool warning = false;
};

/// What happened, in one printable line: the reason, else the exception, else the type.
std::string headline_of(const Report& report);

/// All that is known around a report's traceback, most wanted first: when and how often, where it ran as the
/// host attests it, what the record claims of itself, how it was caught, and what is missing of it. `now` in
/// microseconds.
std::vector<Fact> facts_of(const Report& report, const Occurrences& occurrences, std::int64_t now);

}  // namespace cel
