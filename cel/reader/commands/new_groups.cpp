// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/new_groups.h"

#include <utility>

#include "cel/report/triage/triage_file.h"
#include "cel/report/triage/triage_watch.h"

namespace cel {

NewGroups::NewGroups(std::string path, Triage known) : current_(std::move(path), std::move(known)) {}

void NewGroups::add_to(Triage& triage, const std::vector<Told>& told) {
  for (const Told& each : told) {
    if (each.is_back) {
      triage.come_back(each.group, each.time);
    } else {
      triage.know(each.group, each.time);
    }
  }
}

bool NewGroups::is_told_by(const Report& report, const std::string& group, std::int64_t now) {
  if (current_.read_again()) {
    add_to(current_.triage(), unsaved_);
  }
  const TriageEntry* const entry = current_.triage().find(group);
  if (entry != nullptr && (entry->back != 0 || !tells_it_is_back(*entry, report))) {
    return false;
  }
  const Told told{group, entry == nullptr ? now : report.time, entry != nullptr};
  add_to(current_.triage(), {told});
  if (!current_.path().empty()) {
    unsaved_.push_back(told);
  }
  return true;
}

Result<void> NewGroups::save() {
  if (unsaved_.empty()) {
    return {};
  }
  Triage written;
  Result<void> kept = change_triage(current_.path(), [&](Triage& triage) {
    add_to(triage, unsaved_);
    written = triage;
  });
  if (kept) {
    unsaved_.clear();
    current_.set_written(std::move(written));
  }
  return kept;
}

}  // namespace cel
