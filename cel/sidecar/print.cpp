// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/print.h"

#include <fmt/format.h>

namespace cel {
namespace {

constexpr const char* kEnv = "PYTHONPATH={0}\n";

constexpr const char* kDocker = "--volume cel:{0}:ro --env PYTHONPATH={0}\n";

// A manifest's variable replaces the image's own.
constexpr const char* kKubernetes =
    R"(env:
  - name: PYTHONPATH  # replaces the image's own value, if it has one: join them as {0}:OTHER
    value: {0}
volumeMounts:
  - name: cel
    mountPath: {0}
    readOnly: true
)";

}  // namespace

std::string container_settings(Audience audience, const std::string& volume) {
  switch (audience) {
    case Audience::env:
      return fmt::format(kEnv, volume);
    case Audience::docker:
      return fmt::format(kDocker, volume);
    case Audience::kubernetes:
      break;
  }
  return fmt::format(kKubernetes, volume);
}

}  // namespace cel
