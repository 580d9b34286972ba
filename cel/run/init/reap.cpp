// SPDX-License-Identifier: Apache-2.0
//
// The part of the supervisor that learns what became of processes.

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "cel/base/text.h"
#include "cel/run/init/lineage.h"
#include "cel/run/init/supervise.h"
#include "cel/run/process/file.h"
#include "cel/run/process/say.h"
#include "cel/run/report/core_file.h"
#include "cel/sink/announce.h"

namespace cel {
namespace {

constexpr int kAtOnce = 16;
constexpr unsigned kMostStrangers = 1000;  // from outside of the process namespace

/// Who the process runs as: /proc tells it of one that has ended, too, until it is reaped.
uid_t user_of(pid_t pid) {
  struct stat status {};
  return stat(("/proc/" + std::to_string(pid)).c_str(), &status) == 0 ? status.st_uid : geteuid();
}

/// The child that is to be reaped next; 0 for none, -1 where that cannot be told.
pid_t next_to_reap(int options) {
  siginfo_t info{};
  return waitid(P_ALL, 0, &info, options | WEXITED | WNOHANG | WNOWAIT) == 0 ? info.si_pid : -1;
}

}  // namespace

void Supervisor::reap() {
  for (;;) {
    const pid_t next = next_to_reap(init_ ? 0 : WSTOPPED);
    if (next == child_ && child_ != 0) {
      look_at_dead_child();
    }
    int status = 0;
    rusage usage{};
    const pid_t pid = next == 0 ? 0 : wait4(next, &status, WNOHANG | (init_ ? 0 : WUNTRACED), &usage);
    if (pid <= 0) {
      alone_ = pid < 0 && errno == ECHILD;
      return;
    }
    if (!WIFSTOPPED(status)) {
      note_end(pid, status, usage);
    } else if (pid == child_ && terminal_ && WSTOPSIG(status) != SIGSTOP) {
      stop_with_child();
    }
  }
}

/// Sees what can be seen of the child until it is reaped.
void Supervisor::look_at_dead_child() {
  child_uid_ = user_of(child_);
  child_name_ = trimmed(content_of("/proc/" + std::to_string(child_) + "/comm"));
  child_limits_ = content_of("/proc/" + std::to_string(child_) + "/limits");
  take_announcements();
}

/// What a hook says before its program ends is there once that has ended. It counts only of the child that is
/// there, and if one of its own processes says so: whoever shares the network namespace can send.
void Supervisor::take_announcements() {
  for (int i = 0; deaths_ && i < kAtOnce; ++i) {
    const auto death = next_announced_death(deaths_);
    if (!death) {
      return;
    }
    if (death->sender == 0 && ++strangers_ >= kMostStrangers) {
      deaths_ = Fd();  // rather two reports of one death than no time for anything else
    }
    if (child_has_reported_ || child_ == 0 || death->pid != child_ || death->sender == 0) {
      continue;
    }
    const bool may_speak = death->sender_uid == user_of(child_) || death->sender_uid == 0;
    child_has_reported_ = may_speak && descends_from(death->sender, child_);
  }
}

void Supervisor::note_end(pid_t pid, int status, const rusage& usage) {
  Ending ending;
  ending.pid = pid;
  ending.wait_status = status;
  ending.usage = usage;
  if (pid == child_) {
    ending.uid = child_uid_;
    ending.run_time = Clock::now() - started_;
    ending.as_asked = is_answer(ending);
    ending.has_reported = std::exchange(child_has_reported_, false);
    if (std::exchange(kills_child_, false) && ending.signal() == SIGKILL) {
      ending.killed_after = options_.grace;
    }
    if (timeout_ && timeout_->signal == SIGKILL) {  // it has been asked to end
      ending.timeout = timeout_->span;
    }
    timeout_.reset();
    if (ending.signal() != 0 && !WCOREDUMP(status)) {
      ending.no_core =
          why_no_core(ending.signal(), child_limits_, content_of("/proc/sys/kernel/core_pattern"));
    }
    ending_ = ending;
    child_ = 0;
    return;
  }
  if (const auto found = beside_.find(pid); found != beside_.end()) {
    const Beside beside = std::move(found->second);
    beside_.erase(found);
    ending.uid = geteuid();
    ending.run_time = Clock::now() - beside.started;
    beside.ended(ending);
    return;
  }
  if (!reporters_.note_end(pid, status) && options_.warn_of_orphans) {
    say("reaped process " + std::to_string(pid));
  }
}

/// Job control: whoever pressed ^Z wants the prompt of the shell that this program was started from. The
/// shell's SIGCONT is passed on like any other.
void Supervisor::stop_with_child() {
  tcsetpgrp(STDIN_FILENO, getpgrp());
  kill(getpid(), SIGSTOP);
}

/// At a terminal, ^C and ^\ reach the child without us.
bool Supervisor::is_answer(const Ending& ending) const {
  const int signal = ending.exit_status() - 128;
  const SignalSet asked = asked_by_ | (terminal_ ? set_of(SIGINT) | set_of(SIGQUIT) : 0);
  return signal > 0 && signal <= kLastSignal && (asked & set_of(signal)) != 0;
}

}  // namespace cel
