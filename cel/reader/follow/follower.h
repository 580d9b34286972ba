// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cel/reader/follow/cursor.h"
#include "cel/reader/follow/followed_reports.h"
#include "cel/report/fold.h"
#include "cel/report/report.h"
#include "cel/report/seen.h"
#include "cel/source/lines/followed.h"

namespace cel {

/// Gives out the reports of logs as they come, each once: also when it stands in several logs, and over
/// restarts, as far as the cursor remembers; what another one named before is left out. A report whose parts
/// do not come within some seconds is given out from its head.
class Follower {
 public:
  /// Gives a report out. False when it could not: that ends run(), and the report comes again next time.
  using Receiver = std::function<bool(const Report&)>;

  Follower(std::vector<std::unique_ptr<LogWatch>> watches, std::string tag, Cursor cursor, Receiver receiver);

  /// Follows until `stop` is set (by a signal handler: signals end its waiting), the receiver wants no more,
  /// or every log is over. A log that cannot be read on is an error: who starts it again goes on where this
  /// ended, and nothing is passed over in silence. The first call of LogWatch::appeared() is made here.
  Result<void> run(const volatile std::sig_atomic_t& stop);

 private:
  Result<void> take_new_logs();
  bool read_logs();
  void deliver(const Report& report);
  void wait(bool more) const;

  std::vector<std::unique_ptr<LogWatch>> watches_;
  std::string tag_;
  Cursor cursor_;
  Receiver receiver_;
  SeenReports seen_;
  ReportedBefore named_;
  std::map<std::string, std::unique_ptr<FollowedReports>> logs_;
  std::string failure_;   // of reading a log, or of keeping the place
  bool refused_ = false;  // a report is not given out, and not to be forgotten
};

}  // namespace cel
