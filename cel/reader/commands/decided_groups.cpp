// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/decided_groups.h"

#include <chrono>
#include <utility>

#include "cel/report/triage/triage_watch.h"

namespace cel {

DecidedGroups::DecidedGroups(std::string path, Triage known) : current_(std::move(path), std::move(known)) {}

void DecidedGroups::add_status(Json& json, const Report& report, const std::string& group) {
  (void)current_.read_again();
  const TriageEntry* const entry = current_.triage().find(group);
  if (entry == nullptr || entry->decision == TriageEntry::Decision::none) {
    return;
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  json["status"] = status_word(
      status_by(entry, report, std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

}  // namespace cel
