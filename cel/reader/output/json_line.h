// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "cel/record/json.h"
#include "cel/source/source.h"

namespace cel {

/// A line of a log as `cel ship --all-lines` gives it (docs/ship.md): what the host attests, and the text as
/// it was written; what is no UTF-8 is under `base64` instead of `text`. `time` stands in for the line's, if
/// its log has none.
Json json_of(const LogLine& line, const std::string& id, std::int64_t time);

}  // namespace cel
