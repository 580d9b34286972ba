// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/current_triage.h"

#include <utility>

#include "cel/reader/output/output.h"
#include "cel/report/triage/triage_file.h"

namespace cel {

CurrentTriage::CurrentTriage(std::string path, Triage known)
    : path_(std::move(path)), stamp_(stamp_of_file(path_)), triage_(std::move(known)) {}

bool CurrentTriage::read_again() {
  const std::string stamp = path_.empty() ? stamp_ : stamp_of_file(path_);
  if (stamp == stamp_) {
    return false;
  }
  stamp_ = stamp;
  Result<Triage> read = read_triage(path_);
  if (!read) {
    say(read.error() + "; what was known before counts on");
    return false;
  }
  triage_ = std::move(*read);
  return true;
}

void CurrentTriage::set_written(Triage written) {
  triage_ = std::move(written);
  stamp_ = stamp_of_file(path_);
}

}  // namespace cel
