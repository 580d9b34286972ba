// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "cel/record/json.h"

namespace cel {

/// The smallest limit that bound_record() keeps.
inline constexpr std::size_t kMinRecord = 4096;

/// Makes to_line(record) at most `limit` bytes long, `limit` being at least kMinRecord and `record` a complete record
/// (build.h). What goes first matters least, and every cut is marked where it was made (cut.h): the locals of the outermost
/// frames, the middle frames of long traces, the middle of the longest strings, the largest of the optional elements. Does
/// nothing to a record that fits.
void bound_record(Json& record, std::size_t limit);

}  // namespace cel
