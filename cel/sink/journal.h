// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// systemd's journal, by its native protocol (systemd.io, "Native Journal Protocol"): one entry for a report,
/// of any size. MESSAGE is the line that a stream would get first, CEL_RECORD the whole record, and CEL_TYPE,
/// CEL_REASON, … its elements.
std::unique_ptr<Sink> journal(std::string socket_path = "/run/systemd/journal/socket");

/// The entry of a report as it goes over the socket.
std::string journal_entry(const EncodedReport& report);

}  // namespace cel
