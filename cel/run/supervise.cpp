// SPDX-License-Identifier: Apache-2.0
#include "cel/run/supervise.h"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <utility>

#include "cel/run/rest.h"
#include "cel/run/say.h"

namespace cel {
namespace {

constexpr int kWarnings = 1;
constexpr int kAll = 3;
constexpr auto kKillAgain = std::chrono::milliseconds(100);  // what the killed ones leave behind

/// Whether this program's group has the terminal on standard input, so that it is ours to hand on.
bool has_terminal() { return isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp(); }

std::string executable_of(pid_t pid) {
  std::array<char, PATH_MAX> target{};
  const std::string link = "/proc/" + std::to_string(pid) + "/exe";
  const ssize_t size = readlink(link.c_str(), target.data(), target.size());
  return size > 0 ? std::string(target.data(), static_cast<std::size_t>(size)) : std::string();
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
  if (getpid() != 1 && !options.subreaper && options.verbosity >= kWarnings) {
    say("this is not PID 1, so orphans do not become its own: use -s, or start it as the container's entry "
        "point");
  }
  return std::unique_ptr<Supervisor>(new Supervisor(options, inherited, std::move(signals)));
}

Supervisor::Supervisor(const RunOptions& options, const Inheritance& inherited, Fd signals)
    : options_(options),
      inherited_(inherited),
      signals_(std::move(signals)),
      init_(getpid() == 1),
      terminal_(has_terminal()) {}

Supervisor::~Supervisor() {
  if (terminal_ && !init_) {
    tcsetpgrp(STDIN_FILENO, getpgrp());
  }
}

Result<Ending> Supervisor::run(const Command& command) {
  started_ = Clock::now();
  const Result<Child> child = start_child(command, inherited_, terminal_, -1);
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
  const std::string executable = child->error == 0 ? executable_of(child_) : std::string();
  while (child_ != 0) {
    turn();
  }
  ending_->exec_error = child->error;
  ending_->executable = executable;
  return *ending_;
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

void Supervisor::stay() {
  while (stop_signal_ == 0) {
    turn();
  }
}

void Supervisor::finish() {
  if (!options_.grace && !options_.wait_all) {
    return;
  }
  reap();
  if (options_.grace && !alone_) {
    kill_at_ = kill_at_.value_or(Clock::now() + *options_.grace);
    signal_rest(SIGTERM, ending_ ? ending_->pid : 0);
  }
  while (!alone_) {
    turn();
  }
}

void Supervisor::turn() {
  std::array<pollfd, 1> entries = {{{signals_.get(), POLLIN, 0}}};
  poll(entries.data(), entries.size(), timeout());
  take_signals();
  act_on_time();
}

int Supervisor::timeout() const {
  Clock::time_point due = Clock::time_point::max();
  if (delayed_) {
    due = std::min(due, delayed_->due);
  }
  if (kill_at_) {
    due = std::min(due, *kill_at_);
  }
  return due == Clock::time_point::max() ? -1 : Deadline(due).poll_timeout();
}

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
  if (options_.verbosity >= kAll) {
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
  if (kill_at_ && now >= *kill_at_) {
    kill_at_ = now + kKillAgain;
    signal_rest(SIGKILL, child_ != 0 ? child_ : ending_ ? ending_->pid : 0);
  }
}

}  // namespace cel
