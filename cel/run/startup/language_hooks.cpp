// SPDX-License-Identifier: Apache-2.0
#include "cel/run/startup/language_hooks.h"

#include <utility>

#include "cel/base/program.h"
#include "cel/hooks/volume_hooks.h"
#include "cel/run/process/script.h"

namespace cel {
namespace {

std::string own_volume() {
  const std::string folder = program_folder();
  std::string volume = folder.substr(0, folder.rfind('/'));
  return hook_languages(volume).empty() ? volume + "/share/container-exception-logger/volume" : volume;
}

}  // namespace

Result<std::vector<HookVariable>> find_language_hooks(const std::string& named,
                                                      const std::vector<std::string>& languages) {
  const std::string volume = named.empty() ? own_volume() : named;
  Result<std::vector<HookVariable>> hooks = hook_variables(volume, volume, languages);
  return hooks ? std::move(hooks) : Error{"--hooks: " + hooks.error() + " (--volume=DIR names another)"};
}

bool has_hooks(const std::string& named) {
  return !hook_languages(named.empty() ? own_volume() : named).empty();
}

void add_language_hooks(Environment& environment, const std::vector<HookVariable>& hooks) {
  for (const HookVariable& hook : hooks) {
    const char* held = value_of(environment, hook.name);
    set_variable(environment, hook.name, joined_value(hook, held != nullptr ? held : ""));
  }
}

void pass_as_argument(Command& command, const std::vector<HookVariable>& hooks) {
  for (const HookVariable& hook : hooks) {
    const char* joined = value_of(command.environment, hook.name);
    if (joined == nullptr || hook.program.empty() || base_name(command.arguments.front()) != hook.program) {
      continue;
    }
    const std::string held = held_value(hook, joined);
    if (held.empty()) {
      unset_variable(command.environment, hook.name);
    } else {
      set_variable(command.environment, hook.name, held);
    }
    command.arguments.insert(command.arguments.begin() + 1, hook.value);
  }
}

}  // namespace cel
