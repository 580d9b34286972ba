// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "cel/source/lines/log_level.h"
#include "cel/trace/trace.h"

namespace cel {

/// A traceback in the lines of a log, which may be no error's.
struct TraceCandidate {
  const Trace& trace;
  std::string_view first;   ///< its first line, without what stands before each
  std::string_view above;   ///< the line above that
  std::string_view text;    ///< the traceback itself
  std::string_view prefix;  ///< what stands before each line
};

/// Whether an error was raised there: programs print their stacks for other reasons, too, and tracebacks
/// stand in documents, source code and diffs.
bool is_of_error(const TraceCandidate& candidate);

/// Whether the program went on, as far as the lines tell.
std::optional<bool> was_handled(const TraceCandidate& candidate);

/// Whether an error that nothing caught may have ended only a thread.
bool is_in_thread(const TraceCandidate& candidate);

/// The innermost frame of a link of `exceptions`; null if there is none.
const Json* innermost_frame(const Json& link);

}  // namespace cel
