// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/base/result.h"
#include "cel/relay/peer.h"
#include "cel/sink/encoded_report.h"

namespace cel {

/// Bytes of the longest message: the longest record that the logger sends unless it is told otherwise
/// (CEL_MAX_RECORD, 1 MiB), with its newline and room for what the relay adds.
inline constexpr std::size_t kMaxMessage = (1U << 20U) + 4096;

/// The report that a client's message carries: all that it sent, up to the end of its side. That is one
/// record as JSON, nearly valid being good enough, or a text, which becomes a record (build.h); and a
/// newline, so that half a message is never taken for a whole one. Long ones must be as the logger sends
/// them. The element `peer` is the relay's word on who sent it: what the client has under this key becomes
/// `x_peer`. An error is the refusal's reason.
Result<EncodedReport> report_of_message(std::string_view message, const Peer& peer);

}  // namespace cel
