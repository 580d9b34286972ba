// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/reporters.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <csignal>
#include <exception>
#include <memory>
#include <utility>

#include "cel/base/random.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr int kReporters = 2;  // of one report

// A reporter's exit status.
constexpr int kDelivered = 0;
constexpr int kNotDelivered = 1;
constexpr int kNotMade = 2;

/// Closes what no program that is started from here gets: a client of the relay waits for the end of its
/// connection. Without /proc there is no relay either.
void close_own_descriptors() {
  const std::unique_ptr<DIR, int (*)(DIR*)> names(opendir("/proc/self/fd"), closedir);
  while (const dirent* entry = names ? readdir(names.get()) : nullptr) {  // NOLINT: one thread
    const auto number = whole_number(static_cast<const char*>(entry->d_name), 0, INT_MAX);
    const int fd = number ? static_cast<int>(*number) : -1;
    const int flags = fd != dirfd(names.get()) ? fcntl(fd, F_GETFD) : -1;
    if (flags >= 0 && (flags & FD_CLOEXEC) != 0) {
      close(fd);
    }
  }
}

int report_in_process(const ReportOrder& order, const Deadline& end, ReportProgress& progress) {
  try {
    return report_ending(order, end, progress) ? kDelivered : kNotDelivered;
  } catch (const std::exception&) {
    return kNotMade;
  }
}

void leave_out_tail(Ending& ending) {
  ending.left_out += ending.stderr_tail.size();
  std::string().swap(ending.stderr_tail);  // an assignment would keep its memory
}

}  // namespace

void Reporters::begin(Ending ending, Command command) {
  const Clock::time_point now = Clock::now();
  Report& report = reports_.emplace_back();
  report.order = {std::move(ending), std::move(command), random_hex(16), unix_time(), getpid()};
  report.progress = shared_progress();
  report.half = now + timeout_ / 2;
  report.end = now + timeout_;
  if (!start(report)) {
    make_here(report);
    reports_.pop_back();
  }
}

bool Reporters::note_end(pid_t pid, int wait_status) {
  const auto report = std::find_if(reports_.begin(), reports_.end(),
                                   [&](const Report& each) { return each.reporter == pid; });
  if (report == reports_.end()) {
    return false;
  }
  report->reporter = 0;
  if (!report->progress->delivered) {
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == kNotDelivered) {
      say_lost(report->order);
    } else {
      if (!report->progress->made) {
        leave_out_tail(report->order.ending);
      }
      if (start(*report)) {
        return true;
      }
      make_here(*report);
    }
  }
  reports_.erase(report);
  return true;
}

void Reporters::act() {
  const Clock::time_point now = Clock::now();
  for (auto report = reports_.begin(); report != reports_.end();) {
    const auto current = report++;
    if (now < due(*current)) {
      continue;
    }
    kill(current->reporter, SIGKILL);
    current->half = current->end;  // another one follows when this one has ended
    if (now >= current->end) {
      if (!current->progress->delivered) {
        say_lost(current->order);
      }
      reports_.erase(current);
    }
  }
}

Reporters::Clock::time_point Reporters::due() const {
  Clock::time_point first = Clock::time_point::max();
  for (const Report& report : reports_) {
    first = std::min(first, due(report));
  }
  return first;
}

Reporters::Clock::time_point Reporters::due(const Report& report) {
  return report.progress->made || report.reporters == kReporters ? report.end : report.half;
}

/// Starts a reporter; false if there can be none.
bool Reporters::start(Report& report) {
  if (!report.progress || report.reporters == kReporters) {
    return false;
  }
  report.reporter = fork();
  if (report.reporter == 0) {
    close_own_descriptors();
    _exit(report_in_process(report.order, Deadline(report.end), *report.progress));
  }
  ++report.reporters;
  return report.reporter > 0;
}

void Reporters::make_here(Report& report) {
  ReportProgress progress;
  int status = report_in_process(report.order, Deadline(report.end), progress);
  if (status == kNotMade) {
    leave_out_tail(report.order.ending);
    status = report_in_process(report.order, Deadline(report.end), progress);
  }
  if (status != kDelivered) {
    say_lost(report.order);
  }
}

}  // namespace cel
