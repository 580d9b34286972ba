// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cel/sink/order.h"

namespace cel {

/// Whether a death here would be reported, as lines for a person.
struct Diagnosis {
  std::string text;
  bool hooks_work = true;  ///< of each runtime that there is
  bool sinks_work = false;
};

/// Examines the hooks of the volume that this program is in, what runs here, and the sinks.
Diagnosis diagnose(const SinkChoice& sinks);

}  // namespace cel
