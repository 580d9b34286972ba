// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/source/known_place.h"

namespace cel {

/// Log files of the other containers of a pod that shares its processes.
KnownPlace peer_place();

}  // namespace cel
