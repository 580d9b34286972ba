// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/source/known_place.h"

namespace cel {

/// The logs of this pod, or of pods that a label selector means, by the cluster's API server. It is read
/// where it is asked for only.
KnownPlace kubernetes_place();

}  // namespace cel
