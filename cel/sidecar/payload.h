// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// A file as it is to lie in a volume.
struct VolumeFile {
  std::string path;      ///< relative to the volume
  unsigned mode = 0644;  ///< its permissions
  std::string bytes;
  std::optional<std::time_t> changed = {};  ///< the time of its last change, if that matters
};

/// Where the files of the volume are if nobody says: `volume` beside this program, as in its image, else
/// where `make install` puts them.
std::string default_payload();

/// All files under `folder`, sorted by their paths. Programs are for everybody to run, and all files for
/// everybody to read, whatever a checkout's umask was. They keep the times of their last changes: by these
/// Python tells whether bytecode is that of its source.
Result<std::vector<VolumeFile>> read_payload(const std::string& folder);

}  // namespace cel
