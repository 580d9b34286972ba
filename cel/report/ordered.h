// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "cel/report/assemble.h"
#include "cel/report/kept_report.h"
#include "cel/report/report.h"
#include "cel/source/source.h"

namespace cel {

/// The reports of one source, by time as far as the log itself is in order: a report comes when its last part
/// was read, and what was complete before it, but came after it, is held back until then, within bounds of
/// time and number.
class OrderedReports {
 public:
  OrderedReports(std::unique_ptr<Source> source, const Wanted& wanted);

  /// The next report; false once the source has no more. An error is the source's, and ends it, too. Then
  /// finish() makes next() hand out the rest.
  Result<bool> next(Report& report);

  /// The source is not read any more: what still waits for parts comes as far as it came.
  void finish();

  ReportCounts counts() const { return assembler_.counts(); }
  const Source& source() const { return *source_; }

 private:
  void take(const LogLine& line);
  void hold(Report report);
  bool comes_before(std::int64_t time, std::int64_t other) const;
  bool releasable() const;

  std::unique_ptr<Source> source_;
  Direction direction_;
  Assembler assembler_;
  std::vector<KeptReport> held_;  // a heap, the next one at its front
  bool finished_ = false;
};

}  // namespace cel
