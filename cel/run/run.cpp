// SPDX-License-Identifier: Apache-2.0
#include "cel/run/run.h"

#include <unistd.h>

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
  const Result<Ending> ending = (*supervisor)->run({options.command, own_environment()});
  if (!ending) {
    return fail(ending.error());
  }
  (*supervisor)->finish();
  return options.remap[static_cast<std::size_t>(ending->exit_status())];
}

}  // namespace cel
