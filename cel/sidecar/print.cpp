// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/print.h"

#include <fmt/format.h>

namespace cel {
namespace {

std::string join_hint(const HookVariable& hook) { return joined_value(hook, "OTHER"); }

std::string env(const std::vector<HookVariable>& hooks) {
  std::string text;
  for (const HookVariable& hook : hooks) {
    text += fmt::format("{}={}\n", hook.name, hook.value);
  }
  return text;
}

std::string docker(const std::string& volume, const std::vector<HookVariable>& hooks) {
  std::string text = fmt::format("--volume cel:{0}:ro", volume);
  for (const HookVariable& hook : hooks) {
    text += fmt::format(" --env {}={}", hook.name, hook.value);
  }
  return text + "\n";
}

std::string kubernetes(const std::string& volume, const std::vector<HookVariable>& hooks) {
  std::string text = "env:  # a value here replaces the image's own, if it has one: join them\n";
  for (const HookVariable& hook : hooks) {
    text +=
        fmt::format("  - name: {}  # joined: {}\n    value: {}\n", hook.name, join_hint(hook), hook.value);
  }
  return text + fmt::format("volumeMounts:\n  - name: cel\n    mountPath: {}\n    readOnly: true\n", volume);
}

}  // namespace

std::string container_settings(Audience audience, const std::string& volume,
                               const std::vector<HookVariable>& hooks) {
  switch (audience) {
    case Audience::env:
      return env(hooks);
    case Audience::docker:
      return docker(volume, hooks);
    case Audience::kubernetes:
      break;
  }
  return kubernetes(volume, hooks);
}

}  // namespace cel
