// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/report/triage/triage.h"

namespace cel {

/// How groups stand, by a file that others change while this program runs.
class CurrentTriage {
 public:
  /// `known` is what the file at `path` said; an empty path: nothing else is ever known.
  CurrentTriage(std::string path, Triage known);

  /// Takes in what was decided since; returns whether it did. A file that is broken meanwhile is as if nobody
  /// had changed it, and a sentence says so.
  bool read_again();

  /// Takes what this program has just written to the file.
  void set_written(Triage written);

  const std::string& path() const { return path_; }
  Triage& triage() { return triage_; }

 private:
  std::string path_;
  std::string stamp_;  // of the file as it was last read or written
  Triage triage_;
};

}  // namespace cel
