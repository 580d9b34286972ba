// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cel/base/clock.h"
#include "cel/base/result.h"
#include "cel/sidecar/check/web_answer.h"

namespace cel {

/// Asks by GET, and returns the answer. The error says why there is none up to the deadline. SIGPIPE must be
/// ignored.
Result<WebAnswer> web_get(const WebPlace& place, const Deadline& deadline);

}  // namespace cel
