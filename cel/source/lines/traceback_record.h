// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cel/record/json.h"

namespace cel {

/// A traceback in a text as a report's record (docs/record.md), which yet has no `id` and no `time`.
struct TracebackRecord {
  Json record;
  std::size_t begin = 0;  ///< where its first line begins in the text
};

/// The tracebacks in lines of a log, as reports: those of errors only, not of stacks that a program dumped
/// for other reasons, nor of what stands in source code, in a diff or in a document. No traceback is known by
/// a line before the offset `from`, though it may begin there. Any bytes.
std::vector<TracebackRecord> traceback_records(std::string_view text, std::size_t from = 0);

/// The record as one line of JSON, with what tells it from others: its place in the log and, if the log has
/// any, its time in microseconds.
std::string identified(Json record, std::int64_t time, std::uint64_t place);

}  // namespace cel
