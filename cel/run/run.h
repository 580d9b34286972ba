// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/run/options/options.h"

namespace cel {

/// Runs the command as `options` say; the status to exit with.
int run(const RunOptions& options);

}  // namespace cel
