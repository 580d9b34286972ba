// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/manifest.h"

#include <catch2/catch.hpp>

using namespace cel;

namespace {

const std::string kHash(64, 'a');

}  // namespace

TEST_CASE("a manifest is read as it was written") {
  const Manifest manifest = {{"bin/x y", kHash}, {"sitecustomize.py", std::string(64, '0')}};
  CHECK(parse_manifest(format_manifest(manifest)) == manifest);
}

TEST_CASE("a manifest names nothing outside of its volume, whoever wrote it") {
  for (const char* path : {"", "/etc/passwd", "../x", "a/../../x", "a/..", ".", "a//b", "a/", "run",
                           "run/ready", "a/b/c/d/e", "a\x01"}) {
    CAPTURE(path);
    CHECK_FALSE(valid_volume_path(path));
    CHECK(parse_manifest(kHash + " " + path + "\n").empty());
  }
  CHECK(valid_volume_path("running/x"));
  CHECK(parse_manifest("short hash\n\n" + kHash + "\n" + kHash + " ok").size() == 1);
}
