// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "cel/reader/html/markup.h"
#include "cel/reader/html/timeline.h"
#include "cel/report/groups.h"

namespace cel::html {

/// Writes a group: a line of what, where, how often and when that opens to the newest report's everything.
/// Without `with_trace` that is left out, and where to find it said instead. `now` in microseconds.
void write_group(Markup& page, const Group& group, const Timeline& timeline, bool with_trace,
                 std::int64_t now);

}  // namespace cel::html
