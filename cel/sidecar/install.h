// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "cel/base/result.h"
#include "cel/sidecar/volume.h"

namespace cel {

/// What an installation did.
struct Installed {
  std::size_t files = 0;    ///< that the volume is made of
  std::size_t written = 0;  ///< of these, because they were missing or different
  std::size_t removed = 0;  ///< of an older version
};

/// Makes `volume` hold the files of the folder `payload`. First all that is new is written beside its place;
/// when that fails the volume is as it was. Then each is renamed to its place, so that a program that starts
/// meanwhile finds an old or a new file, never half of one. Files of an older version that are no part of
/// this one are removed unless somebody changed them; what we did not lay down is left alone. What is the
/// same already is not touched.
Result<Installed> install(const Volume& volume, const std::string& payload);

}  // namespace cel
