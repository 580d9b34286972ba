// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/message.h"

#include <algorithm>
#include <string>
#include <utility>

#include "cel/base/clock.h"
#include "cel/base/text.h"
#include "cel/trace/last_trace.h"

namespace cel {
namespace {

/// The most values of a record. No genuine record of kMaxMessage bytes has more, and each takes 50 bytes of
/// memory.
constexpr std::size_t kMaxValues = 32768;

/// The most bytes of a message that is not ASCII, as the logger's are: it may grow sixfold when it is written
/// again, and takes as much longer to process.
constexpr std::size_t kMaxForeign = 128U << 10U;
constexpr const char* kTooForeign =
    "a record longer than 131072 bytes must be a JSON object in ASCII on one line";

bool is_ascii_line(std::string_view message) {
  return std::all_of(message.begin(), message.end() - 1, [](char c) { return c >= 0x20 && c < 0x7F; });
}

Json element_of(const Peer& peer) {
  Json element = Json::object();
  if (peer.pid > 0) {
    element["pid"] = peer.pid;
  }
  element["uid"] = peer.uid;
  element["gid"] = peer.gid;
  return element;
}

}  // namespace

Result<EncodedReport> report_of_message(std::string_view message, const Peer& peer) {
  if (message.size() > kMaxMessage) {
    return Error{"the record is longer than " + std::to_string(kMaxMessage) + " bytes"};
  }
  if (message.empty() || message.back() != '\n') {
    return Error{"the record does not end in a newline"};
  }
  if (message.size() > kMaxForeign && !is_ascii_line(message)) {
    return Error{kTooForeign};
  }
  Origin origin;
  origin.type = "Text";
  origin.time = unix_time();
  RawReport raw = parse_report(message, kMaxValues);
  if (raw.object.is_null() && message.size() > kMaxForeign) {
    return Error{kTooForeign};
  }
  if (raw.object.is_null()) {
    raw.object = record_of_text(trimmed(message), origin);
    describe_by_last_trace(raw.object);
  }
  rename_member(raw.object, "peer");
  append_member(raw.object, "peer", element_of(peer));
  return encoded_report(std::move(raw), origin, kMaxMessage, {});
}

}  // namespace cel
