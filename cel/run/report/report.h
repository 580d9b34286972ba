// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/run/process/child.h"
#include "cel/run/report/ending.h"

namespace cel {

/// Reports how `command` ended to the container's log: to this program's standard output where it is PID 1;
/// else, or when that fails, as the logger does, whose CEL_SINK, CEL_SOCKET and CEL_SPOOL count. What could
/// not be delivered is said on standard error.
void report_ending(const Ending& ending, const Command& command);

}  // namespace cel
