// SPDX-License-Identifier: Apache-2.0
//
// Whatever bytes a volume's manifest holds, it names places within the volume only, and says the same when
// written and read again.

#include "cel/sidecar/manifest.h"

#include "tests/fuzz/check.h"

using namespace cel;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Manifest manifest = parse_manifest(view_of(data, size));
  for (const auto& [path, hash] : manifest) {
    CEL_CHECK(!path.empty() && path.front() != '/' && hash.size() == 64);
    CEL_CHECK(("/" + path + "/").find("/../") == std::string::npos);
    CEL_CHECK(!("/" + path + "/").starts_with("/run/"));
  }
  CEL_CHECK(parse_manifest(format_manifest(manifest)) == manifest);
  return 0;
}
