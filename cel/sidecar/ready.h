// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/result.h"
#include "cel/sidecar/volume.h"

namespace cel {

/// Says in the volume, as the file `run/ready`, that everything else is in place. Done already, it does
/// nothing.
Result<void> mark_ready(const Volume& volume);

/// Takes that back.
Result<void> unmark_ready(const Volume& volume);

/// Whether a program may start that relies on the volume: it is marked, and where there is a relay's socket
/// somebody listens on it. An error says what is lacking.
Result<void> check_ready(const Volume& volume);

}  // namespace cel
