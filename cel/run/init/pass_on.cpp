// SPDX-License-Identifier: Apache-2.0
//
// The part of the supervisor that takes signals and passes them on.

#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "cel/run/init/rest.h"
#include "cel/run/init/supervise.h"
#include "cel/run/process/say.h"

namespace cel {
namespace {

constexpr auto kTimeoutGrace = std::chrono::seconds(10);     // without --grace
constexpr auto kKillAgain = std::chrono::milliseconds(100);  // what the killed ones leave behind

}  // namespace

void Supervisor::take_signals() {
  std::array<signalfd_siginfo, 64> infos{};
  bool ended = false;
  for (;;) {
    const ssize_t size = read(signals_.get(), infos.data(), sizeof infos);
    if (size <= 0) {
      break;
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(size) / sizeof infos.front(); ++i) {
      const int signal = static_cast<int>(infos[i].ssi_signo);
      ended = ended || signal == SIGCHLD;
      // The kernel's own are about this program: it wrote to what nobody reads, or is in the background.
      const bool sent = infos[i].ssi_code <= 0 && infos[i].ssi_pid != static_cast<unsigned>(getpid());
      const bool of_terminal = signal == SIGINT || signal == SIGQUIT || signal == SIGHUP ||
                               signal == SIGTSTP || signal == SIGWINCH || signal == SIGCONT;
      if (signal != SIGCHLD && (sent || of_terminal)) {
        take(signal);
      }
    }
  }
  if (ended) {
    reap();
  }
}

void Supervisor::take(int signal) {
  const int rewritten = options_.rewrite[static_cast<std::size_t>(signal)];
  const int passed = rewritten == 0 ? signal : rewritten;
  if (!asks_to_stop(signal)) {
    pass_on(passed, false);
    return;
  }
  const bool first = stop_signal_ == 0;
  stop_signal_ = first ? signal : stop_signal_;
  delayed_.reset();  // who asks twice does not want to wait
  if (first && options_.delay.count() > 0 && child_ != 0) {
    delayed_ = Delayed{passed, Clock::now() + options_.delay};
  } else {
    pass_on(passed, true);
  }
}

void Supervisor::pass_on(int signal, bool asks_to_stop) {
  if (signal == kPassedOnAsNothing) {
    return;
  }
  if (asks_to_stop) {
    asked_by_ |= set_of(signal);
    if (options_.grace && !kill_at_) {
      kill_at_ = Clock::now() + *options_.grace;
    }
  }
  if (child_ == 0) {
    if (ending_) {
      signal_rest(signal, ending_->pid);
    }
    return;
  }
  if (options_.verbosity >= kSayAll) {
    say("passes " + signal_name(signal) + " on to process " + std::to_string(child_));
  }
  const bool resumes = signal == SIGCONT && terminal_ && has_terminal();
  if (resumes) {
    tcsetpgrp(STDIN_FILENO, child_);
  }
  kill(options_.whole_group || resumes ? -child_ : child_, signal);
}

void Supervisor::act_on_time() {
  const Clock::time_point now = Clock::now();
  if (delayed_ && now >= delayed_->due) {
    pass_on(std::exchange(delayed_, std::nullopt)->signal, true);
  }
  if (timeout_ && now >= timeout_->due) {
    act_on_timeout();
  }
  reporters_.act();
  if (kill_at_ && now >= *kill_at_ && reporters_.empty()) {  // or the reporters would be killed, too
    kill_at_ = now + kKillAgain;
    kills_child_ = child_ != 0;
    signal_rest(SIGKILL, child_ != 0 ? child_ : ending_ ? ending_->pid : 0);
  }
}

/// Asks the child's group to end, and kills it when --grace is over, too.
void Supervisor::act_on_timeout() {
  kill(-child_, timeout_->signal);
  timeout_->due =
      Clock::now() + (timeout_->signal == SIGTERM ? options_.grace.value_or(kTimeoutGrace) : kKillAgain);
  timeout_->signal = SIGKILL;
}

}  // namespace cel
