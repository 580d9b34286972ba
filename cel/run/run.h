// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/run/options.h"

namespace cel {

inline constexpr int kOwnError = 125;  ///< the exit status for what is this program's own failure

/// Runs the command as `options` say; the status to exit with.
int run(const RunOptions& options);

}  // namespace cel
