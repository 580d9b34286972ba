// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/record/json.h"

namespace cel {

/// A report as an event of Sentry: its `event_id` and `fingerprint` are ours, so that issues are what
/// `cel groups` shows, and a second delivery is the same event.
Json sentry_event(const Json& report);

/// The envelope with this event.
std::string sentry_envelope(const Json& report);

}  // namespace cel
