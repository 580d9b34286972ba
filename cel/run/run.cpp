// SPDX-License-Identifier: Apache-2.0
#include "cel/run/run.h"

#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "cel/run/debug/stay_alive.h"
#include "cel/run/init/denied_call.h"
#include "cel/run/init/supervise.h"
#include "cel/run/prepare.h"
#include "cel/run/process/say.h"

namespace cel {
namespace {

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
  const auto report = [&](Ending ending, const Command& command) {
    if (options.report && !ending.has_reported) {
      (*supervisor)->report(std::move(ending), command);
    }
  };
  const Prepared prepared = prepare(options, own_environment(), **supervisor, report);
  if (prepared.end_with) {
    (*supervisor)->finish_reports();
    return *prepared.end_with;
  }
  const Command& command = prepared.command;
  Result<Ending> ending =
      (*supervisor)->run(command, [&] { prepared.hooks->post_deploy(command.environment); });
  if (!ending) {
    (*supervisor)->finish_reports();
    (*supervisor)->give_back_signals();
    return run_alone(command, ending.error());
  }
  const int status = options.remap[static_cast<std::size_t>(ending->exit_status())];
  if (status != 0 && ending->failed()) {
    const std::string how = how_it_ended(*ending);
    report(std::move(*ending), command);
    if (prepared.debug.stay_alive) {
      stay_alive("the command " + how, status, command.environment, **supervisor);
    }
  }
  (*supervisor)->finish();
  return status;
}

}  // namespace cel
