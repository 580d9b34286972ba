// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "cel/reader/output/terminal.h"
#include "cel/reader/show/facts.h"
#include "cel/report/report.h"

namespace cel {

struct ShowOptions {
  std::int64_t now = 0;  ///< microseconds since 1970-01-01 UTC
  bool full = false;     ///< every frame and every value whole, however long, and the text as printed
};

/// Everything of one report, for a person: what happened and where, then the chain of exceptions with the
/// source around each frame and its local variables, most recent last. Every line has at most style.width
/// columns and ends with a newline; besides that and the style's own colours it holds no control character,
/// whatever the report holds.
std::string render_report(const Report& report, const Occurrences& occurrences, const Style& style,
                          const ShowOptions& options);

/// The traceback of a report as its runtime printed it, or all of its text if there is none in it: to paste
/// into an issue. Control characters are made visible.
std::string render_raw(const Report& report);

}  // namespace cel
