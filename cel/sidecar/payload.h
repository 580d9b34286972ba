// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// A file to be installed in a volume.
struct VolumeFile {
  std::string path;      ///< relative to the volume
  unsigned mode = 0644;  ///< its permissions
  std::string bytes;
  std::optional<std::time_t> changed = {};  ///< the time of its last change; none: any
};

/// Returns the default folder of the files to install: `volume` beside this program, as in its image, or else
/// the one that `make install` makes.
std::string default_payload();

/// Returns all files under `folder`, sorted by path. All users may read them and run the programs, whatever
/// their modes in the folder. They keep their times of change, by which Python matches bytecode with its
/// source.
Result<std::vector<VolumeFile>> read_payload(const std::string& folder);

}  // namespace cel
