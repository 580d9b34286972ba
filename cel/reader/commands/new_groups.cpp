// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/new_groups.h"

#include "cel/reader/output/output.h"
#include "cel/report/triage/triage_file.h"
#include "cel/report/triage/triage_watch.h"

namespace cel {

NewGroups::NewGroups(std::string path, Triage known)
    : path_(std::move(path)), stamp_(stamp_of_file(path_)), triage_(std::move(known)) {}

void NewGroups::add_to(Triage& triage, const std::vector<Told>& told) {
  for (const Told& each : told) {
    if (each.is_back) {
      triage.come_back(each.group, each.time);
    } else {
      triage.know(each.group, each.time);
    }
  }
}

/// Takes in what others have decided since. A file that is broken meanwhile is as if nobody had changed it.
void NewGroups::read_again() {
  const std::string stamp = path_.empty() ? stamp_ : stamp_of_file(path_);
  if (stamp == stamp_) {
    return;
  }
  stamp_ = stamp;
  Result<Triage> read = read_triage(path_);
  if (read) {
    triage_ = std::move(*read);
    add_to(triage_, unsaved_);
  } else {
    say(read.error() + "; what was known before counts on");
  }
}

bool NewGroups::is_told_by(const Report& report, const std::string& group, std::int64_t now) {
  read_again();
  const TriageEntry* const entry = triage_.find(group);
  if (entry != nullptr && (entry->back != 0 || !tells_it_is_back(*entry, report))) {
    return false;
  }
  const Told told{group, entry == nullptr ? now : report.time, entry != nullptr};
  add_to(triage_, {told});
  if (!path_.empty()) {
    unsaved_.push_back(told);
  }
  return true;
}

Result<void> NewGroups::save() {
  if (unsaved_.empty()) {
    return {};
  }
  Result<void> kept = change_triage(path_, [this](Triage& triage) {
    add_to(triage, unsaved_);
    triage_ = triage;
  });
  if (kept) {
    unsaved_.clear();
    stamp_ = stamp_of_file(path_);
  }
  return kept;
}

}  // namespace cel
