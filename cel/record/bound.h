// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "cel/record/json.h"
#include "cel/record/serialize.h"

namespace cel {

/// The smallest limit that bound_record() keeps.
inline constexpr std::size_t kMinRecord = 4096;

/// Serializes a complete record (build.h), at most `limit` bytes of it, `limit` being at least kMinRecord. A
/// longer record is cut. What goes first matters least, and every cut is marked where it was made (cut.h):
/// the locals of the outermost frames, the middle frames of long traces, the middle of the longest strings,
/// the largest of the optional elements.
SerializedRecord serialize_bounded(Json& record, std::size_t limit);

}  // namespace cel
