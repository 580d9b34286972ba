// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/run/process/child.h"
#include "cel/run/process/environment.h"

namespace cel {

/// Has every script that bash runs from now on, in programs with this environment, print each command with
/// file, line and function, to our standard error as it is now: a script that redirects its own never finds a
/// trace in it. Leaves two descriptors open for them.
void trace_shells(Environment& environment);

/// With trace_shells(): has the command print its commands, if it is a script of a plain sh, which knows no
/// other way than -x: to its own standard error, with file and line.
void trace_sh(Command& command);

}  // namespace cel
