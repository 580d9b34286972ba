// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/traceback_record.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/redact/redact.h"
#include "cel/source/lines/traceback_filter.h"
#include "cel/trace/last_trace.h"
#include "cel/trace/line_prefix.h"
#include "cel/trace/lines.h"
#include "cel/trace/trace.h"

namespace cel {
namespace {

constexpr std::size_t kIdBytes = 16;
constexpr std::int64_t kMicros = 1'000'000;

std::string_view string_in(const Json& object, const char* key) {
  return string_at(object, key).value_or("");
}

std::string_view base_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

/// As hooks write it (docs/record.md).
std::string reason_of(const Trace& trace) {
  const Json* frame = innermost_frame(trace.exceptions.front());
  const std::string_view file = frame == nullptr ? std::string_view() : string_in(*frame, "file");
  const std::optional<std::uint64_t> line = frame == nullptr ? std::nullopt : number_at(*frame, "line");
  std::string error = error_in(trace);
  if (file.empty() || !line) {
    return error;
  }
  return std::string(base_name(file)) + ':' + std::to_string(*line) + ':' +
         std::string(string_in(*frame, "function")) + ':' + error;
}

/// What ran, as far as the outermost frame tells.
std::string executable_of(const Trace& trace) {
  const Json& raised = trace.exceptions.front();
  const Json* innermost = innermost_frame(raised);
  return innermost == nullptr ? std::string() : std::string(string_in(raised["frames"].front(), "file"));
}

Json record_of(const TraceCandidate& candidate) {
  const Trace& trace = candidate.trace;
  const std::string reason = reason_of(trace);
  Json record = Json::object();
  record["type"] = trace.type;
  record["executable"] = executable_of(trace);
  record["reason"] = reason;
  record["backtrace"] = reason + "\n\n" + valid_utf8(candidate.text);
  const Json& raised = trace.exceptions.front();
  Json exception = Json::object();
  for (const char* key : {"type", "module", "message"}) {
    if (raised.contains(key)) {
      exception[key] = raised[key];
    }
  }
  record["exception"] = std::move(exception);
  record["mechanism"] = "log";
  if (const std::optional<bool> handled = was_handled(candidate)) {
    record["handled"] = *handled;
    record["severity"] = *handled || is_in_thread(candidate) ? "error" : "fatal";
  }
  record["exceptions"] = trace.exceptions;
  static const Redactor redactor;
  redactor.redact(record);
  record["fingerprint"] = fingerprint_of(record);
  return record;
}

/// Adds the records of the tracebacks in `bare`, which is `text`, line for line, without what stands before
/// its lines, or `text` itself.
void add_records(std::string_view text, std::string_view bare, std::size_t from,
                 std::vector<TracebackRecord>& records) {
  Lines in_text(text);
  Lines in_bare(bare);
  std::string_view above;
  for (const Trace& trace : traces_in(bare, from)) {
    for (; in_bare.offset() < trace.offset && !in_bare.at_end(); in_bare.next(), in_text.next()) {
      above = in_bare.line();
    }
    const std::string_view first = in_bare.line();
    const std::string_view raw = in_text.line();
    const TraceCandidate candidate{trace, first, above, trimmed(bare.substr(trace.offset, trace.length)),
                                   raw.substr(0, raw.size() - std::min(raw.size(), first.size()))};
    if (is_of_error(candidate)) {
      records.push_back({record_of(candidate), in_text.offset()});
    }
  }
}

}  // namespace

std::vector<TracebackRecord> traceback_records(std::string_view text, std::size_t from) {
  std::vector<TracebackRecord> records;
  add_records(text, text, from, records);
  if (records.empty()) {
    const std::string bare = without_line_prefix(text);
    if (!bare.empty()) {
      add_records(text, bare, 0, records);
    }
  }
  return records;
}

std::string identified(Json record, std::int64_t time, std::uint64_t place) {
  const std::string when = std::to_string(time) + '@' + std::to_string(place);
  record["id"] =
      hex(sha256(record.dump(-1, ' ', true, Json::error_handler_t::replace) + when).data(), kIdBytes);
  if (time != 0) {
    record["time"] = time / kMicros;
  }
  return record.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace cel
