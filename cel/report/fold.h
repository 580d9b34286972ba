// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cel/report/kept_report.h"
#include "cel/report/report.h"

namespace cel {

/// The reports that others name as sent before, of the same error (`reported_before`, docs/record.md): an
/// error that was logged, then ended the program. Only the same container's names count, so that nobody hides
/// somebody else's report. Knows the last 16384 names.
class ReportedBefore {
 public:
  /// Notes which reports `report` names.
  void note(const Report& report);

  /// Whether one that was noted names `report`, whose time is then known. One that stands for others which
  /// were held back (`suppressed`) is more than the error that was named.
  bool names(const Report& report);

  /// When the reports were logged that `report` names, as far as names() met them; oldest first.
  std::vector<std::int64_t> times(const Report& report) const;

 private:
  std::unordered_map<std::string, std::optional<std::int64_t>> times_;  // by container and id
  std::deque<std::string> order_;
};

/// The reports that hooks made of deaths whose tracebacks stand in the same log, too. Knows the last 16384.
class HookedDeaths {
 public:
  /// Notes a report unless it is a traceback's.
  void note(const Report& report);

  /// Whether a report is of a traceback that was found in a log, and one that was noted is of the same death:
  /// of the same container or log, with the same fingerprint, and within some seconds, where both times are
  /// known.
  bool tell(const Report& report) const;

 private:
  std::unordered_map<std::string, std::deque<std::int64_t>> times_;  // by container and fingerprint
  std::deque<std::string> order_;
};

/// Whether the report is of a traceback that was found in a log.
bool is_found_traceback(const Report& report);

/// Leaves the reports out of a sequence by time that another one in it names, and the tracebacks of
/// deaths that hooks reported. Where the other one comes later, those that it could tell of wait for it: for
/// a minute of the log's time, and at most 1024 of them.
class FoldedReports {
 public:
  FoldedReports(Direction direction, bool tracebacks) : direction_(direction), tracebacks_(tracebacks) {}

  /// Takes the next report. True when it is to be given out at once; false when another one named it, or it
  /// waits: then it was moved from.
  bool passes(Report& report);

  /// Nothing more comes.
  void finish() { finished_ = true; }

  /// The next of those that waited; false when there is none for now.
  bool next(Report& report);

 private:
  struct Waiting {
    KeptReport report;
    bool waits = false;  // whether it may still be named, else it waits for the sake of the order
  };

  bool is_told(const Report& report);

  Direction direction_;
  bool tracebacks_;
  ReportedBefore named_;
  HookedDeaths hooked_;
  std::deque<Waiting> waiting_;  // in their order
  std::int64_t last_ = 0;        // time
  bool finished_ = false;
};

}  // namespace cel
