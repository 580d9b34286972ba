// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "cel/sink/sink.h"

namespace cel {

/// What all our journal entries carry as MESSAGE_ID, for a catalogue entry and `journalctl MESSAGE_ID=…`.
inline constexpr const char* kJournalMessageId = "5e1f0c3a9d4b4f6e8a7c2b1d0e9f8a76";

/// systemd's journal, by its native protocol (systemd.io, "Native Journal Protocol"): one entry for a report,
/// of any size. MESSAGE is the line that a stream would get first, CEL_RECORD the whole record, and CEL_TYPE,
/// CEL_REASON, … its elements.
std::unique_ptr<Sink> journal(std::string socket_path = "/run/systemd/journal/socket");

/// The entry of a report as it goes over the socket.
std::string journal_entry(const FramedReport& report);

}  // namespace cel
