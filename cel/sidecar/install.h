// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "cel/base/result.h"
#include "cel/sidecar/volume.h"

namespace cel {

/// The result of an installation.
struct Installed {
  std::size_t files = 0;    ///< of this version
  std::size_t written = 0;  ///< files of it that were missing or different
  std::size_t removed = 0;  ///< files of an older version
};

/// Installs the files of the folder `payload` in `volume`. New files are written beside their places first;
/// if that fails, the volume stays as it was. Then each is renamed to its place, so that a program that
/// starts meanwhile finds an old or a new file, never half of one. Files of an older version that this one
/// does not have are removed, unless they were changed. All other files, and those that are the same already,
/// are left alone.
Result<Installed> install(const Volume& volume, const std::string& payload);

}  // namespace cel
