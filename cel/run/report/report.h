// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "cel/base/clock.h"
#include "cel/run/process/child.h"
#include "cel/run/report/ending.h"

namespace cel {

/// What a report is made of. Whoever makes it of the same makes the same report.
struct ReportOrder {
  Ending ending;
  Command command;        ///< what ended so
  std::string id;         ///< the report's
  std::int64_t time = 0;  ///< when it ended
  pid_t launcher = 0;     ///< this program's pid; 1: its standard output is the container's log
};

/// How far a report has got.
struct ReportProgress {
  std::atomic<bool> made = false;
  std::atomic<bool> delivered = false;
};

struct Unmap {
  void operator()(ReportProgress* progress) const;
};
using SharedProgress = std::unique_ptr<ReportProgress, Unmap>;

/// One that processes which are forked later share; null if there is no memory for it.
SharedProgress shared_progress();

/// Reports to the container's log how a command ended: to this program's standard output where that is PID
/// 1; else, or when that fails, as the logger does, whose CEL_SINK, CEL_SOCKET and CEL_SPOOL count. What is
/// not made by half of the time is left out. False if it could not be delivered by `end`.
bool report_ending(const ReportOrder& order, const Deadline& end, ReportProgress& progress);

/// Says that no way to the log took the report.
void say_lost(const ReportOrder& order);

}  // namespace cel
