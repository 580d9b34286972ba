// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/last_trace.h"

#include <utility>

#include "cel/base/letters.h"
#include "cel/trace/last_words.h"

namespace cel {
namespace {

/// What may follow the traceback that a program ended with: `exit status 2`, a runtime's version, the tail of
/// other threads' lines. One that stands further back was of something that the program survived.
constexpr std::size_t kMaxAfterTrace = 4096;

}  // namespace

std::optional<Trace> trace_at_end(std::string_view text) {
  std::optional<Trace> trace = parse_trace(text);
  const bool at_end = trace && text.size() - (trace->offset + trace->length) <= kMaxAfterTrace;
  return at_end ? std::move(trace) : std::nullopt;
}

bool tells_type(std::string_view message, std::string_view type) {
  return message.starts_with(type) && (type.empty() || !is_alphanumeric(at_or_nul(message, type.size())));
}

std::string error_in(const Trace& trace) {
  const Json& raised = trace.exceptions.front();
  const std::string_view type = string_at(raised, "type").value_or("");
  std::string_view line = string_at(raised, "message").value_or("");
  line = line.substr(0, line.find('\n'));
  if (line.empty()) {
    return std::string(type);
  }
  return (tells_type(line, type) ? "" : std::string(type) + ": ") + std::string(line);
}

void describe_by_last_trace(Json& record) {
  const std::string_view text = string_at(record, "backtrace").value_or("");
  std::optional<Trace> trace = trace_at_end(text);
  if (!trace) {
    trace = last_words(text);
  }
  if (!trace) {
    return;
  }
  if (string_at(record, "type") == "Text") {
    record["type"] = trace->type;
  }
  record["reason"] = error_in(*trace);
  record["exceptions"] = std::move(trace->exceptions);
}

}  // namespace cel
