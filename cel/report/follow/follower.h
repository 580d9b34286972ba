// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cel/report/fold.h"
#include "cel/report/follow/cursor.h"
#include "cel/report/follow/followed_reports.h"
#include "cel/report/follow/watched_logs.h"
#include "cel/report/report.h"
#include "cel/report/seen.h"
#include "cel/source/followed_log.h"

namespace cel {

/// Hands on the reports of logs as they come, each once: also when it stands in several logs, and over
/// restarts, as far as the cursor remembers. A report that another one named before is left out. A report
/// whose parts do not come within some seconds is handed on as far as it came.
class Follower {
 public:
  /// Takes a report. True: it is safe where it went, and never comes again, since the cursor moves past it.
  /// False: it is not; that ends the following, and the report comes again from a new Follower with the same
  /// cursor.
  using Receiver = std::function<bool(const Report&)>;

  /// Makes what the receiver took outlive a power cut. Called for many reports at once, before the cursor
  /// moves past them. An error ends the following.
  using Sync = std::function<Result<void>()>;

  /// Without `sync` the cursor moves past each report at once. With `tracebacks`, those of deaths that hooks
  /// reported are left out.
  Follower(std::vector<std::unique_ptr<LogWatch>> watches, std::string tag, Cursor cursor, Receiver receiver,
           Sync sync = {}, bool tracebacks = false);

  /// Whom to tell of what was gone before it was read. It comes again where the cursor could not be saved.
  using GapReceiver = std::function<void(const LogGap&)>;
  void on_gap(GapReceiver receiver) { on_gap_ = std::move(receiver); }

  /// Follows until `stop` is set (by a signal handler: signals end the waiting), the receiver returns false,
  /// or every log is over: read() and wait() in turn. An error is read()'s.
  Result<void> run(const volatile std::sig_atomic_t& stop);

  enum class State : std::uint8_t {
    more,   ///< there may be more at once
    quiet,  ///< there is nothing more for now
    ended,  ///< nothing more comes: every log is over, or the receiver returned false
  };

  /// Reads what the logs hold by now, or a part of it, and saves the cursor. An error is one of a log that
  /// cannot be read further, or of the cursor's file: a new Follower with the same cursor goes on where this
  /// ended, and nothing is passed over in silence.
  Result<State> read();

  /// Waits until logs may have grown, a second at most; after State::more not at all. A signal ends it.
  void wait(State state) const;

 private:
  Result<void> take_new_logs();
  bool read_logs();
  void limit_memory();
  void deliver(const Report& report);
  Result<void> add_taken();

  WatchedLogs watches_;
  std::string tag_;
  Cursor cursor_;
  Receiver receiver_;
  Sync sync_;
  GapReceiver on_gap_ = [](const LogGap&) {};
  std::vector<Delivered> taken_;  // that the cursor does not know of yet
  SeenReports seen_;
  ReportedBefore named_;
  bool tracebacks_;
  HookedDeaths hooked_;
  FollowedLoad load_;  // of all logs
  std::map<std::string, std::unique_ptr<FollowedReports>> logs_;
  std::string failure_;   // of reading a log, or of keeping the place
  bool refused_ = false;  // a report is not given out, and not to be forgotten
};

}  // namespace cel
