// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/sink/order.h"

namespace cel {

/// Whether a way into the log is open to this process.
struct SinkState {
  std::string name;
  bool works = false;
  std::string why_not;
};

/// All sinks in the order in which the logger tries them, opened as it opens them.
std::vector<SinkState> examine_sinks(const SinkChoice& choice);

}  // namespace cel
