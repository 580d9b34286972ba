// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace cel {

/// What all our journal entries carry as MESSAGE_ID, for a catalogue entry and `journalctl MESSAGE_ID=…`.
inline constexpr const char* kJournalMessageId = "5e1f0c3a9d4b4f6e8a7c2b1d0e9f8a76";

/// The field of such an entry that holds the whole record, as one line of JSON.
inline constexpr const char* kJournalRecord = "CEL_RECORD";

}  // namespace cel
