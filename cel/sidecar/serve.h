// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/result.h"
#include "cel/sidecar/volume.h"

namespace cel {

/// Relays reports from the socket in `volume` to standard output until SIGTERM or SIGINT, with the volume
/// marked ready meanwhile. These signals must be blocked, and SIGPIPE ignored.
Result<void> serve(const Volume& volume);

}  // namespace cel
