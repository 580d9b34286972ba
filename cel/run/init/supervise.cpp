// SPDX-License-Identifier: Apache-2.0
#include "cel/run/init/supervise.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <utility>

#include "cel/run/init/rest.h"
#include "cel/run/process/say.h"
#include "cel/run/process/what_ran.h"
#include "cel/run/report/oom.h"
#include "cel/sink/announce.h"

extern "C" const char __executable_start;
extern "C" const char etext;

namespace cel {
namespace {

constexpr auto kLastWords = std::chrono::seconds(1);  // for what is left of stderr, if nobody reads it

/// Of two of poll(2)'s times, -1 being never.
int earlier(int a, int b) { return a < 0 || b < 0 ? std::max(a, b) : std::min(a, b); }

/// As poll(2) takes it.
int milliseconds_until(Supervisor::Clock::time_point due) {
  return due == Supervisor::Clock::time_point::max() ? -1 : Deadline(due).poll_timeout();
}

/// Most of this program's code ran to start the child, and will not run again for a long time: it need not be
/// resident. What is called again comes back from the page cache.
void release_start_up_code() {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(&__executable_start);  // NOLINT: the linker's
  const auto end = reinterpret_cast<std::uintptr_t>(&etext) / page * page;   // NOLINT
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);       // NOLINT
}

}  // namespace

Result<std::unique_ptr<Supervisor>> Supervisor::open(const RunOptions& options) {
  Inheritance inherited;
  inherited.blocked = block_signals(kAllSignals);
  // Who starts us may have it ignored, and then there would be nothing to wait for.
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  sigaction(SIGCHLD, &by_default, &inherited.on_child_end);
  Fd signals = signal_descriptor();
  if (!signals) {
    return Error{"cannot take signals: " + errno_text(errno)};
  }
  if (options.parent_death_signal != 0 && prctl(PR_SET_PDEATHSIG, options.parent_death_signal) != 0) {
    return Error{"-p: the kernel refuses: " + errno_text(errno)};
  }
  if (options.subreaper && prctl(PR_SET_CHILD_SUBREAPER, 1) != 0) {
    return Error{"-s: the kernel refuses: " + errno_text(errno)};
  }
  int adopts = 0;  // as whoever became this program had it
  (void)prctl(PR_GET_CHILD_SUBREAPER, &adopts);
  if (getpid() != 1 && adopts == 0 && !options.shell && options.verbosity >= kSayWarnings) {
    say("this is not PID 1, so orphans do not become its own: use -s, or start it as the container's entry "
        "point");
  }
  return std::unique_ptr<Supervisor>(new Supervisor(options, inherited, std::move(signals)));
}

Supervisor::Supervisor(const RunOptions& options, const Inheritance& inherited, Fd signals)
    : options_(options),
      inherited_(inherited),
      signals_(std::move(signals)),
      deaths_(listen_for_deaths()),
      relay_(Relay::open(options)),
      init_(getpid() == 1),
      terminal_(has_terminal()),
      reporters_(options.report_timeout) {}

Supervisor::~Supervisor() {
  if (terminal_ && !init_) {
    tcsetpgrp(STDIN_FILENO, getpgrp());
  }
}

Result<Ending> Supervisor::run(const Command& command, const std::function<void()>& started) {
  if (stderr_tail_) {
    stderr_tail_->forget();
  } else if (options_.stderr_tail > 0 && isatty(STDERR_FILENO) != 1) {  // a shell's prompt wants a terminal
    auto tail = StderrTail::open(options_.stderr_tail);
    if (!tail) {
      return Error{tail.error()};
    }
    stderr_tail_ = std::move(*tail);
  }
  started_ = Clock::now();
  const Result<Child> child =
      start_child(command, inherited_, terminal_, stderr_tail_ ? stderr_tail_->writing_end() : -1);
  if (!child) {
    return Error{child.error()};
  }
  if (child->error != 0) {
    say(why_not_run(command.arguments.front(), child->error));
  }
  ending_.reset();
  alone_ = false;
  asked_by_ = 0;
  child_ = child->pid;
  child_name_.clear();
  OomKills oom_kills;
  oom_kills.start();
  if (command.timeout) {
    timeout_ = Timeout{*command.timeout, SIGTERM, started_ + *command.timeout};
  }
  if (started && child->error == 0) {
    started();
  }
  release_start_up_code();
  while (child_ != 0) {
    turn();
  }
  ending_->exec_error = child->error;
  WhatRan ran = what_ran(command.arguments, command.environment, child->error == 0 ? child_name_ : "");
  ending_->name = std::move(ran.name);
  ending_->executable = std::move(ran.file);
  ending_->oom_kills = oom_kills.count();
  Ending ending = *ending_;
  if (stderr_tail_) {
    take_last_words();
    ending.stderr_tail = stderr_tail_->text();
  }
  return ending;
}

/// Moves what the child that has ended left in its stderr; others may write on.
void Supervisor::take_last_words() {
  const std::uint64_t come = stderr_tail_->come();
  const Clock::time_point until = Clock::now() + kLastWords;
  while (!stderr_tail_->has_passed(come) && Clock::now() < until) {
    turn(until);
  }
}

Result<pid_t> Supervisor::run_beside(const Command& command, std::function<void(const Ending&)> ended) {
  const Clock::time_point started = Clock::now();
  const Result<Child> child = start_child(command, inherited_, false, -1);
  if (!child) {
    return Error{child.error()};
  }
  if (child->error != 0) {
    say(why_not_run(command.arguments.front(), child->error));
  }
  beside_.emplace(child->pid, Beside{started, std::move(ended)});
  return child->pid;
}

void Supervisor::give_back_signals() const {
  sigaction(SIGCHLD, &inherited_.on_child_end, nullptr);
  block_signals(inherited_.blocked);
}

void Supervisor::stay(Clock::time_point due) {
  while (stop_signal_ == 0 && Clock::now() < due) {
    turn(due);
  }
}

void Supervisor::finish_reports() {
  while (!reporters_.empty()) {
    turn();
  }
}

void Supervisor::finish() {
  if (!options_.grace && !options_.wait_all) {
    finish_reports();
    return;
  }
  reap();
  if (options_.grace && (!alone_ || options_.whole_group)) {
    kill_at_ = kill_at_.value_or(Clock::now() + *options_.grace);
    signal_rest(SIGTERM, ending_ ? ending_->pid : 0);
  }
  while (!alone_ || !reporters_.empty()) {
    turn();
  }
}

/// Waits for something to happen, until `due` at most, and does what there is to do.
void Supervisor::turn(Clock::time_point due) {
  std::array<pollfd, 4> entries = {
      {{signals_.get(), POLLIN, 0},
       {deaths_.get(), POLLIN, 0},
       {relay_ ? relay_->fd() : -1, POLLIN, 0},
       {stderr_tail_ ? stderr_tail_->fd() : -1, stderr_tail_ ? stderr_tail_->events() : short{0}, 0}}};
  const int relay_due = relay_ ? relay_->timeout() : -1;
  const int ready = poll(entries.data(), entries.size(),
                         earlier(milliseconds_until(std::min(due, this->due())), relay_due));
  if (entries[1].revents != 0) {
    take_announcements();
  }
  if (relay_ && (entries[2].revents != 0 || (ready == 0 && relay_due >= 0))) {
    relay_->turn();
  }
  if (stderr_tail_) {
    stderr_tail_->pump();
  }
  if (entries[0].revents != 0) {
    take_signals();
  }
  act_on_time();
}

/// When act_on_time() has something to do.
Supervisor::Clock::time_point Supervisor::due() const {
  Clock::time_point due = reporters_.due();
  if (delayed_) {
    due = std::min(due, delayed_->due);
  }
  if (timeout_) {
    due = std::min(due, timeout_->due);
  }
  if (kill_at_ && reporters_.empty()) {
    due = std::min(due, *kill_at_);
  }
  return due;
}

}  // namespace cel
