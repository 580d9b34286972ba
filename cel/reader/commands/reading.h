// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "cel/reader/options/options.h"
#include "cel/reader/output/output.h"
#include "cel/reader/output/progress.h"
#include "cel/report/reports.h"

namespace cel {

/// The reports that a command line asks for, with what a person is told around them: how far a long read has
/// come, and at the end what was found damaged and what could not be read.
class Reading {
 public:
  explicit Reading(const Options& options);

  /// The next report; false at the end.
  bool next(Report& report);

  /// See Reports::unfold().
  void unfold() { reports_.unfold(); }

  /// Takes the progress line away, before something is written to the terminal.
  void clear_progress() { progress_.clear(); }

  /// Adds a sentence to what conclude() says.
  void add_problem(std::string sentence) { problems_.push_back(std::move(sentence)); }

  /// Ends the output, then says on standard error what there is to say, and that nothing was found when
  /// `found` is 0. Returns the exit status.
  int conclude(Output& output, std::uint64_t found);

 private:
  const Options& options_;
  std::vector<std::string> problems_;
  Reports reports_;
  Progress progress_;
};

}  // namespace cel
