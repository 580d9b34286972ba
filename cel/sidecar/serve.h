// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/sidecar/volume.h"

namespace cel {

/// Blocks SIGTERM and SIGINT, and returns a descriptor that is ready for reading when one has come
/// (signalfd(2)). PID 1 gets no signal that it does not ask for.
Result<Fd> take_ending_signals();

/// Relays reports from the socket in `volume` to standard output until one of `signals` comes; the volume is
/// marked ready for that time. SIGPIPE must be ignored.
Result<void> serve(const Volume& volume, const Fd& signals);

}  // namespace cel
