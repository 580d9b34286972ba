// SPDX-License-Identifier: Apache-2.0
#include "cel/run/run.h"

#include <unistd.h>

#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "cel/run/debug/stay_alive.h"
#include "cel/run/init/denied_call.h"
#include "cel/run/init/supervise.h"
#include "cel/run/prepare.h"
#include "cel/run/process/say.h"
#include "cel/run/schedule.h"

namespace cel {
namespace {

constexpr int kTimedOut = 124;  // the exit status, as timeout(1) has it

std::vector<std::string> own_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

int fail(const std::string& sentence) {
  say(sentence);
  return kOwnError;
}

/// Runs the program without an init, which is better than not at all; the status to exit with if even that
/// cannot be.
int run_alone(const Command& command, const std::string& why) {
  say(why + ": the command runs without cel-run, and what becomes of it is not reported");
  const int error = become_program(command);
  say(why_not_run(command.arguments.front(), error));
  return exit_status_of_exec(error);
}

using Report = std::function<void(Ending, const Command&)>;

/// Reports the end of a run that failed, and stays where CEL_DEBUG says so. Returns the exit status.
int settle(Ending ending, const RunOptions& options, const Prepared& prepared, Supervisor& supervisor,
           const Report& report) {
  const int status =
      ending.timeout ? kTimedOut : options.remap[static_cast<std::size_t>(ending.exit_status())];
  if (status != 0 && ending.failed()) {
    const std::string how = how_it_ended(ending);
    report(std::move(ending), prepared.command);
    if (prepared.debug.stay_alive) {
      stay_alive("the command " + how, status, prepared.command.environment, supervisor);
    }
  }
  return status;
}

/// Runs the command every `period`, one run at a time, until this program is asked to end. Returns the last
/// run's exit status.
int run_repeatedly(std::chrono::milliseconds period, const RunOptions& options, const Prepared& prepared,
                   Supervisor& supervisor, const Report& report) {
  Schedule schedule(Schedule::Clock::now(), period, options.jitter);
  std::function<void()> started = [&] { prepared.hooks->post_deploy(prepared.command.environment); };
  int status = 0;
  for (;;) {
    supervisor.stay(schedule.next(Schedule::Clock::now()));
    if (supervisor.stop_signal() != 0) {
      return status;
    }
    Result<Ending> ending = supervisor.run(prepared.command, std::exchange(started, nullptr));
    if (ending) {
      status = settle(std::move(*ending), options, prepared, supervisor, report);
    } else {
      say(ending.error() + ": this run is left out");
      status = kOwnError;
    }
  }
}

}  // namespace

int run(const RunOptions& options) {
  if (const char* denied = options.shell ? nullptr : denied_call()) {
    return run_alone({options.command, own_environment()},
                     std::string("the kernel denies this container the system call ") + denied);
  }
  auto supervisor = Supervisor::open(options);
  if (!supervisor) {
    return fail(supervisor.error());
  }
  const Report report = [&](Ending ending, const Command& command) {
    if (options.report && !ending.has_reported) {
      (*supervisor)->report(std::move(ending), command);
    }
  };
  Prepared prepared = prepare(options, own_environment(), **supervisor, report);
  if (prepared.end_with) {
    (*supervisor)->finish_reports();
    return *prepared.end_with;
  }
  prepared.command.timeout = options.timeout;
  int status = 0;
  if (options.every) {
    status = run_repeatedly(*options.every, options, prepared, **supervisor, report);
  } else {
    const Command& command = prepared.command;
    Result<Ending> ending =
        (*supervisor)->run(command, [&] { prepared.hooks->post_deploy(command.environment); });
    if (!ending) {
      (*supervisor)->finish_reports();
      (*supervisor)->give_back_signals();
      return run_alone(command, ending.error());
    }
    status = settle(std::move(*ending), options, prepared, **supervisor, report);
  }
  (*supervisor)->finish();
  return status;
}

}  // namespace cel
