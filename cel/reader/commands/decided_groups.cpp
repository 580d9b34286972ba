// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/decided_groups.h"

#include <chrono>
#include <utility>

#include "cel/reader/output/output.h"
#include "cel/report/triage/triage_file.h"
#include "cel/report/triage/triage_watch.h"

namespace cel {

DecidedGroups::DecidedGroups(std::string path, Triage known)
    : path_(std::move(path)), stamp_(stamp_of_file(path_)), triage_(std::move(known)) {}

void DecidedGroups::add_status(Json& json, const Report& report, const std::string& group) {
  read_again();
  const TriageEntry* const entry = triage_.find(group);
  if (entry == nullptr || entry->decision == TriageEntry::Decision::none) {
    return;
  }
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  json["status"] = status_word(
      status_by(entry, report, std::chrono::duration_cast<std::chrono::microseconds>(now).count()));
}

/// Takes in what was decided since. A file that is broken meanwhile is as if nobody had changed it.
void DecidedGroups::read_again() {
  const std::string stamp = path_.empty() ? stamp_ : stamp_of_file(path_);
  if (stamp == stamp_) {
    return;
  }
  stamp_ = stamp;
  Result<Triage> read = read_triage(path_);
  if (read) {
    triage_ = std::move(*read);
  } else {
    say(read.error() + "; what was known before counts on");
  }
}

}  // namespace cel
