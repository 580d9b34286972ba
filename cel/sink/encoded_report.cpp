// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/encoded_report.h"

#include <utility>

#include "cel/base/random.h"
#include "cel/base/text.h"
#include "cel/record/bound.h"
#include "cel/record/cut.h"
#include "cel/redact/redact.h"
#include "cel/trace/fingerprint.h"
#include "cel/trace/last_trace.h"

namespace cel {
namespace {

/// Returns at most `limit` bytes of a text. It is bounded twice, since a byte that is not UTF-8 becomes four.
std::string bounded_text(std::string_view text, std::size_t limit) {
  return keep_ends(valid_utf8(keep_ends(text, limit)), limit);
}

void add_fingerprint(Json& record) {
  if (auto print = record.contains("fingerprint") ? std::nullopt : fingerprint(record)) {
    record["fingerprint"] = std::move(*print);
  }
}

}  // namespace

EncodedReport encoded_report(RawReport raw, Origin origin, std::size_t max_record, const LineFormat& format,
                             const Deadline* until) {
  EncodedReport report;
  origin.executable = own_redactor().text(origin.executable, until);
  origin.id = origin.id.empty() ? random_hex(16) : origin.id;
  if (raw.object.is_null()) {
    report.record = record_of_text(bounded_text(own_redactor().text(raw.text, until), max_record), origin);
    describe_by_last_trace(report.record);
  } else {
    report.record = std::move(raw.object);
    own_redactor().redact(report.record, until);
    complete_record(report.record, origin);
  }
  add_fingerprint(report.record);
  const SerializedRecord serialized = serialize_bounded(report.record, max_record);
  report.tag = format.tag;
  report.line_id = random_hex(8);
  report.json = serialized.line();
  report.lines = encode_record(report.record, serialized, format, report.line_id);
  return report;
}

}  // namespace cel
