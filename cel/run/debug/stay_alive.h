// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "cel/run/init/supervise.h"
#include "cel/run/process/environment.h"

namespace cel {

/// Keeps the container after a failure, for a person to enter: says why, the command to enter it with, and
/// with which `status` it ends once it is asked to. Reaps meanwhile, and returns at once if it was asked
/// already.
void stay_alive(std::string_view why, int status, const Environment& environment, Supervisor& supervisor);

/// How a process ended, for a person: "ended with status 3", "was killed by SIGSEGV".
std::string how_it_ended(const Ending& ending);

}  // namespace cel
