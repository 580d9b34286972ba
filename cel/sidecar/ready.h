// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/result.h"
#include "cel/sidecar/volume.h"

namespace cel {

/// Marks the volume as complete by the file `run/ready`. Does nothing if it is marked already.
Result<void> mark_ready(const Volume& volume);

/// Removes the mark.
Result<void> unmark_ready(const Volume& volume);

/// Returns an error that tells what is missing unless programs that use the volume may start: it is marked,
/// and if it has a relay's socket, a relay listens.
Result<void> check_ready(const Volume& volume);

}  // namespace cel
