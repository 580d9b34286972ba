// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "cel/record/json.h"

namespace cel {

/// Reports as the body of a push. The labels are only what a host attests and has few of: the host and the
/// namespace, and `level`, which has two values; all else is structured metadata, and the line is the
/// reason and the traceback.
Json loki_streams(std::span<const Json> reports);

}  // namespace cel
