// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cel/base/clock.h"
#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/run/init/relay.h"
#include "cel/run/options/options.h"
#include "cel/run/process/child.h"
#include "cel/run/report/ending.h"
#include "cel/run/report/reporters.h"
#include "cel/run/report/stderr_tail.h"

namespace cel {

/// The init: owns this program's signals, passes them on, and reaps whatever ends. It does so while one of
/// its functions runs, and wakes up for nothing else.
class Supervisor {
 public:
  using Clock = std::chrono::steady_clock;

  /// Takes over the signals, which all get blocked, for good; `options` stay the caller's.
  static Result<std::unique_ptr<Supervisor>> open(const RunOptions& options);

  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;
  ~Supervisor();

  /// Runs a program, which gets the terminal and is passed signals, until it ends. One that cannot be run has
  /// ended, too, with status 127 or 126, and a person was told. An error when there can be no process at all.
  /// `started` is called once it runs.
  Result<Ending> run(const Command& command, const std::function<void()>& started = {});

  /// Starts a program beside; `ended` is called when it has ended while one of these functions runs.
  Result<pid_t> run_beside(const Command& command, std::function<void(const Ending&)> ended);

  /// Reports how `command` ended, while one of these functions runs.
  void report(Ending ending, Command command) { reporters_.begin(std::move(ending), std::move(command)); }

  /// Returns when no report is being made any more.
  void finish_reports();

  /// Gives signals back as they were, for a program that this one is to become.
  void give_back_signals() const;

  /// The signal that asked this program to end, the first if there were more; 0 for none.
  int stop_signal() const { return stop_signal_; }

  /// Stays until asked to end, or until `due`.
  void stay(Clock::time_point due = Clock::time_point::max());

  /// Ends or waits for the processes that are left, as --grace and --wait-all say, and for reports.
  void finish();

 private:
  struct Beside {
    Clock::time_point started;
    std::function<void(const Ending&)> ended;
  };
  struct Delayed {
    int signal;
    Clock::time_point due;
  };
  /// The end of the time that the child may take.
  struct Timeout {
    std::chrono::milliseconds span;
    int signal;  // that it gets next
    Clock::time_point due;
  };

  Supervisor(const RunOptions& options, const Inheritance& inherited, Fd signals);

  void turn(Clock::time_point due = Clock::time_point::max());
  void take_last_words();
  void take_announcements();
  Clock::time_point due() const;
  void take_signals();
  void take(int signal);
  void pass_on(int signal, bool asks_to_stop);
  void act_on_time();
  void act_on_timeout();
  void reap();
  void look_at_dead_child();
  void note_end(pid_t pid, int status, const rusage& usage);
  void stop_with_child();
  bool is_answer(const Ending& ending) const;

  const RunOptions& options_;
  Inheritance inherited_;
  Fd signals_;
  Fd deaths_;                                // where children's reports of their own death are announced
  std::unique_ptr<Relay> relay_;             // if there is one
  std::unique_ptr<StderrTail> stderr_tail_;  // if it is kept
  bool init_;                                // PID 1
  bool terminal_ = false;  // whether standard input is a terminal of ours, and the child's while it runs
  pid_t child_ = 0;        // in the foreground; 0: none
  Clock::time_point started_;
  uid_t child_uid_ = 0;
  std::string child_limits_;  // /proc's, when it had ended
  std::string child_name_;    // the kernel's, when it had ended
  bool child_has_reported_ = false;
  bool kills_child_ = false;      // as --grace says
  unsigned strangers_ = 0;        // announcements from outside of the process namespace
  std::optional<Ending> ending_;  // of the child that was there
  std::map<pid_t, Beside> beside_;
  Reporters reporters_;
  bool alone_ = false;  // no child of any kind is left
  int stop_signal_ = 0;
  SignalSet asked_by_ = 0;  // with what the child was asked to end
  std::optional<Delayed> delayed_;
  std::optional<Timeout> timeout_;            // of the child
  std::optional<Clock::time_point> kill_at_;  // when the time is over that --grace gives
};

}  // namespace cel
