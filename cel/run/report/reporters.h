// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <list>

#include "cel/base/clock.h"
#include "cel/run/report/report.h"

namespace cel {

/// The reports that are being made and delivered, each by a process of its own, the reporter, so that an init
/// passes signals on and reaps meanwhile. It waits for nothing: whoever runs it tells it what has ended and,
/// at due(), that it is time.
///
/// A reporter may be killed, and one that has not made its report by half of the time is. Another one follows
/// it then, without the tail of stderr if the report was not made yet. Where there can be no process, and
/// after the second one, the report is made here.
class Reporters {
 public:
  using Clock = Deadline::Clock;

  /// Each report has `timeout`; then it is lost, and a person is told.
  explicit Reporters(Clock::duration timeout) : timeout_(timeout) {}

  /// Reports how `command` ended.
  void begin(Ending ending, Command command);

  /// Takes note that a child has ended; false if it is none of the reporters.
  bool note_end(pid_t pid, int wait_status);

  /// Ends the reporters that are late.
  void act();

  /// When to call act(); Clock::time_point::max() for never.
  Clock::time_point due() const;

  bool empty() const { return reports_.empty(); }

 private:
  struct Report {
    ReportOrder order;
    SharedProgress progress;
    Clock::time_point half;  // when it should be made
    Clock::time_point end;
    pid_t reporter = 0;
    int reporters = 0;  // that were started
  };

  static Clock::time_point due(const Report& report);
  static bool start(Report& report);
  static void make_here(Report& report);

  Clock::duration timeout_;
  std::list<Report> reports_;
};

}  // namespace cel
