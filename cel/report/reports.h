// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/report/fold.h"
#include "cel/report/kept_report.h"
#include "cel/report/match.h"
#include "cel/report/ordered.h"
#include "cel/report/seen.h"

namespace cel {

/// The reports of several logs as one sequence by time. What a report is found in twice (the same container's
/// journal and log file, say, or a copy of the file), it comes once; what another one names as reported
/// before is left out.
class Reports {
 public:
  Reports(std::vector<std::unique_ptr<Source>> sources, Wanted wanted, Match match);

  /// The next report that is wanted; false at the end. Never fails: what could not be read is in problems().
  bool next(Report& report);

  /// What another one names comes, too, from now on.
  void unfold() { folds_ = false; }

  /// A sentence for each source that could not be read to its end.
  const std::vector<std::string>& problems() const { return problems_; }

  ReportCounts report_counts() const;
  SourceCounts source_counts() const;

 private:
  struct Waiting {
    KeptReport report;
    OrderedReports* stream = nullptr;
  };
  bool next_in_order(Report& report);
  void add_next_of(OrderedReports& stream);
  bool in_order(const Waiting& one, const Waiting& other) const;
  bool wanted(const Report& report) const;

  Wanted wanted_;
  Match match_;
  std::vector<std::unique_ptr<OrderedReports>> streams_;
  std::vector<Waiting> waiting_;  // a heap: at its front the next one
  bool started_ = false;
  SeenReports seen_;
  FoldedReports fold_;
  bool folds_ = true;
  std::vector<std::string> problems_;
};

}  // namespace cel
