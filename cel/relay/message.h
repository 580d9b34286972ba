// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

#include "cel/base/result.h"
#include "cel/relay/peer.h"
#include "cel/sink/encoded_report.h"

namespace cel {

/// The longest message in bytes: the logger's longest record (CEL_MAX_RECORD, 1 MiB by default), its newline,
/// and room for what the relay adds.
inline constexpr std::size_t kMaxMessage = (1U << 20U) + 4096;

/// Returns the report of a complete message: a record as JSON, even if not quite valid, or a text, which
/// becomes a record (build.h). It must end with a newline, so that half a message is not taken for a whole
/// one; a long one must be as the logger sends it. The relay adds `peer`, who sent it; a client's own `peer`
/// becomes `x_peer`. An error is the reason to refuse it.
Result<EncodedReport> report_of_message(std::string_view message, const Peer& peer);

}  // namespace cel
