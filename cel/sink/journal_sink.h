// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// Returns the sink for systemd's journal, by its native protocol (systemd.io, "Native Journal Protocol"):
/// one entry for a report of any size. MESSAGE is the report's first line, CEL_RECORD the whole record, and
/// CEL_TYPE, CEL_REASON, … are its elements.
std::unique_ptr<Sink> journal_sink(std::string socket_path = "/run/systemd/journal/socket");

/// Returns the entry of a report as it is sent to the socket.
std::string journal_entry(const EncodedReport& report);

}  // namespace cel
