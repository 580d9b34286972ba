// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/sink/say.h"

namespace cel {

/// Says `sentence` to a person.
inline void say(std::string_view sentence) { say_as("cel-run", sentence); }

}  // namespace cel
