// SPDX-License-Identifier: Apache-2.0
//
// Whatever manifests hold, injection ends, what it writes can be read, and injecting again changes nothing.

#include <string>
#include <vector>

#include "cel/sidecar/inject/inject_objects.h"
#include "cel/sidecar/inject/yaml_read.h"
#include "cel/sidecar/inject/yaml_write.h"
#include "tests/fuzz/check.h"

using namespace cel;

namespace {

PodParts parts() {
  Result<PodParts> made = pod_parts("", {{"python", "PYTHONPATH", "/cel", ":", true, "", {}, {}, ""}});
  made->by_default = {"python"};
  return *made;
}

/// The documents of `text` with the sidecar; nothing if they cannot be had.
std::optional<std::string> injected(std::string_view text) {
  static const PodParts kParts = parts();
  Result<std::vector<YamlNode>> documents = read_yaml(text);
  if (!documents || !inject_objects(*documents, kParts)) {
    return std::nullopt;
  }
  const Result<std::string> written = write_yaml(*documents);
  return written ? std::optional(*written) : std::nullopt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (const auto once = injected(view_of(data, size))) {
    const auto twice = injected(*once);
    CEL_CHECK(twice && *twice == *once);
  }
  return 0;
}
