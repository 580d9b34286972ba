// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/source/source.h"

namespace cel {

/// The name of the user whose word a container's is; empty for root's, and where there is no name.
std::string user_name(const Container& container);

/// What a person calls a container, on one line: its name, behind that of its pod; else the first digits of
/// its id, the unit, or the log that it was found in. Before what is neither root's nor this user's own word
/// stands whose it is: `~alice/shop`.
std::string short_name(const Container& container);

}  // namespace cel
