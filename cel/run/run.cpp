// SPDX-License-Identifier: Apache-2.0
#include "cel/run/run.h"

#include <unistd.h>

#include "cel/run/report.h"
#include "cel/run/say.h"
#include "cel/run/supervise.h"

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

}  // namespace

int run(const RunOptions& options) {
  auto supervisor = Supervisor::open(options);
  if (!supervisor) {
    return fail(supervisor.error());
  }
  const Command command{options.command, own_environment()};
  const Result<Ending> ending = (*supervisor)->run(command);
  if (!ending) {
    return fail(ending.error());
  }
  const int status = options.remap[static_cast<std::size_t>(ending->exit_status())];
  if (options.report && status != 0 && ending->failed() && !ending->has_reported) {
    report_ending(*ending, command);
  }
  (*supervisor)->finish();
  return status;
}

}  // namespace cel
