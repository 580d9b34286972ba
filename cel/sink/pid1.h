// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/fd.h"
#include "cel/base/proc.h"
#include "cel/base/result.h"

namespace cel {

/// Why a report must not be written to `file`, which was opened through /proc/1/fd/`number`, or success.
/// Root opens there what PID 1 could never write: a file that it holds to read, or by O_PATH. So it must be
/// what PID 1 has there, and PID 1 must hold it to write. A regular file must also be one that PID 1 could
/// have opened itself, as far as its ids and capabilities tell: PID 1 may put another file there meanwhile.
Result<void> check_pid1_file(const Proc& proc, const Fd& file, int number);

}  // namespace cel
