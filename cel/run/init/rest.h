// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

namespace cel {

/// Sends `signal` to every process that is left: as PID 1 to all others; else to the group of the former
/// child `group` and to this program's own children, which what it adopted is, too. Theirs become its own
/// when they end.
void signal_rest(int signal, pid_t group);

}  // namespace cel
