// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace cel {

/// The file in a volume that lists what was laid into it, for the version that comes after.
inline constexpr const char* kManifestName = ".cel-manifest";

/// What was laid into a volume: the path of each file, relative to the volume, and the SHA-256 of its content
/// in hex.
using Manifest = std::map<std::string, std::string>;

/// Whether `path` names a place within a volume: relative, of at most 4 names of printable characters, none
/// of them `.` or `..`, and not in `run`, whose files are not laid down but come and go.
bool valid_volume_path(std::string_view path);

/// The manifest that `text` is, a line `<SHA-256> <path>` each. Others may write to the volume, so a line
/// that is anything else is passed over.
Manifest parse_manifest(std::string_view text);

/// The inverse of parse_manifest().
std::string format_manifest(const Manifest& manifest);

}  // namespace cel
