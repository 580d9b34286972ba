// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/run/process/child.h"

namespace cel {

/// Says what is about to be run, as whom, where, with which environment, limits and mounts; secrets are
/// redacted.
void say_everything(const Command& command);

}  // namespace cel
