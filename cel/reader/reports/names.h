// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/source/lines/source.h"

namespace cel {

/// What a person calls a container, on one line: its name, behind that of its pod; else the first digits of
/// its id, the unit, or the log that it was found in.
std::string short_name(const Container& container);

}  // namespace cel
