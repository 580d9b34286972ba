// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/source/known_place.h"

namespace cel {

/// The journal, of this machine or the one that its options name: by libsystemd or, where it cannot be
/// loaded, by what journalctl exports.
KnownPlace journal_place();

}  // namespace cel
