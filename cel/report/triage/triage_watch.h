// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "cel/report/report.h"
#include "cel/report/triage/triage.h"

namespace cel {

/// Tells how groups stand, from what was said of them and from the reports that are read.
class TriageWatch {
 public:
  /// `now` in microseconds since 1970-01-01 UTC. The triage outlives the object.
  TriageWatch(const Triage& triage, std::int64_t now) : triage_(triage), now_(now) {}

  /// Takes a report of the group, in any order. Only groups with a decision take memory.
  void note(const std::string& id, const Report& report);

  /// By the reports that were noted.
  GroupStatus status_of(const std::string& id) const;

  /// How the group stands in words: `resolved in 1.4 (2 h ago)` without the time, which `ago` puts into
  /// words.
  std::string words_of(const std::string& id, std::string (*moment)(std::int64_t)) const;

 private:
  struct Since {
    std::uint64_t times = 0;  // since the mute
    std::int64_t back = 0;    // the first report since it was resolved
  };

  const Triage& triage_;
  std::int64_t now_;
  std::unordered_map<std::string, Since> since_;
};

/// Whether a report says that a resolved group is back: it is later, and of no version before the one in
/// which the group is resolved.
bool tells_it_is_back(const TriageEntry& entry, const Report& report);

/// How a group stands where only one report of it is known.
GroupStatus status_by(const TriageEntry* entry, const Report& report, std::int64_t now);

}  // namespace cel
