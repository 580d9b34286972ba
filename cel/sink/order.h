// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/sink/sink.h"

namespace cel {

/// What a user said of where reports go. Empty strings say nothing.
struct SinkChoice {
  std::string named;    ///< `auto`, or the sink to try first (named_sink())
  std::string socket;   ///< the relay's socket
  std::string spool;    ///< the folder of last resort
  bool console = true;  ///< whether the terminal that nobody can read back is among them unasked
};

/// The sink that a user names: `stdout` or `stderr` (PID 1's), `fd:N`, `unix:PATH` (a relay), `journal`,
/// `file:PATH`, `console`.
Result<std::unique_ptr<Sink>> named_sink(std::string_view name);

/// All sinks in the order in which they are tried (docs/delivery.md), the one that the user named first. A
/// name that named_sink() refuses is passed over.
std::vector<std::unique_ptr<Sink>> sinks_in_order(const SinkChoice& choice);

}  // namespace cel
