// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/sink/say.h"

namespace cel {

/// Prints `sentence` on standard error.
inline void say(std::string_view sentence) { say_as("cel-sidecar", sentence); }

}  // namespace cel
