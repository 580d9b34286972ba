// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace cel {

/// The file in a volume that lists the installed files, for the next version.
inline constexpr const char* kManifestName = ".cel-manifest";

/// The installed files: the path of each, relative to the volume, and the SHA-256 of its content in hex.
using Manifest = std::map<std::string, std::string>;

/// Returns whether a file may be installed at `path`: relative, at most 4 names of printable ASCII
/// characters, none of them `.` or `..`, and not in `run`, whose files exist only while programs run.
bool valid_volume_path(std::string_view path);

/// Returns the manifest in `text`, whose lines are `<SHA-256> <path>`. Other lines are skipped, since others
/// may write to the volume.
Manifest parse_manifest(std::string_view text);

/// Returns the text that parse_manifest() reads.
std::string format_manifest(const Manifest& manifest);

}  // namespace cel
