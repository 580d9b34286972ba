// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/reader/reports/kept_report.h"
#include "cel/reader/reports/match.h"
#include "cel/reader/reports/report_stream.h"
#include "cel/reader/reports/seen.h"

namespace cel {

/// The reports of several logs as one sequence by time. What a report is found in twice (the same container's
/// journal and log file, say, or a copy of the file), it comes once.
class Reports {
 public:
  Reports(std::vector<std::unique_ptr<Source>> sources, Wanted wanted, Match match);

  /// The next report that is wanted; false at the end. Never fails: what could not be read is in problems().
  bool next(Report& report);

  /// A sentence for each source that could not be read to its end.
  const std::vector<std::string>& problems() const { return problems_; }

  ReportCounts report_counts() const;
  SourceCounts source_counts() const;

 private:
  struct Waiting {
    KeptReport report;
    ReportStream* stream = nullptr;
  };
  void add_next_of(ReportStream& stream);
  bool in_order(const Waiting& one, const Waiting& other) const;
  bool wanted(const Report& report) const;

  Wanted wanted_;
  Match match_;
  std::vector<std::unique_ptr<ReportStream>> streams_;
  std::vector<Waiting> waiting_;  // a heap: at its front the next one
  bool started_ = false;
  SeenReports seen_;
  std::vector<std::string> problems_;
};

}  // namespace cel
