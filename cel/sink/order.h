// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/sink/sink.h"

namespace cel {

/// A user's choice of sinks. Empty strings choose nothing.
struct SinkChoice {
  std::string named;    ///< `auto`, or the sink to try first (named_sink())
  std::string socket;   ///< the relay's socket
  std::string spool;    ///< the folder of last resort
  bool console = true;  ///< whether the console, which keeps nothing, is the last resort
};

/// Returns the sink of a name: `stdout` or `stderr` (PID 1's), `fd:N`, `unix:PATH` (a relay), `journal`,
/// `file:PATH` or `console`.
Result<std::unique_ptr<Sink>> named_sink(std::string_view name);

/// Returns all sinks in the order in which they are tried (docs/delivery.md), the named one first. A name
/// that named_sink() refuses is skipped.
std::vector<std::unique_ptr<Sink>> sinks_in_order(const SinkChoice& choice);

}  // namespace cel
