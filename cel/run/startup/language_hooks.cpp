// SPDX-License-Identifier: Apache-2.0
#include "cel/run/startup/language_hooks.h"

#include <utility>

#include "cel/base/program.h"
#include "cel/hooks/volume_hooks.h"

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

void add_language_hooks(Environment& environment, const std::vector<HookVariable>& hooks) {
  for (const HookVariable& hook : hooks) {
    const char* held = value_of(environment, hook.name);
    set_variable(environment, hook.name, joined_value(hook, held != nullptr ? held : ""));
  }
}

}  // namespace cel
