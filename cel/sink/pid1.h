// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/fd.h"
#include "cel/base/proc.h"
#include "cel/base/result.h"

namespace cel {

/// Returns an error if a report must not be written to `file`, which was opened through /proc/1/fd/`number`.
/// Root can open files there that PID 1 could not write: those that it holds for reading or by O_PATH. So the
/// file must be the one that PID 1 has there, open for writing. For a regular file PID 1 must have all rights
/// of this program, since it could put another file there between two checks.
Result<void> check_pid1_file(const Proc& proc, const Fd& file, int number);

}  // namespace cel
