// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "cel/source/lines/line_reader.h"

namespace cel {

/// What a stream of entries is, as journalctl writes them (systemd: "Journal Export Formats", "Journal JSON
/// Format").
enum class JournalFormat : std::uint8_t { export_, json, json_pretty };

/// Which of them a file or stream is that begins with `head`, if any. All of it must look like that: who may
/// name containers is not for a line amid others to say.
std::optional<JournalFormat> journal_format(std::string_view head);

/// A journal entry: its fields by name. Of a field that comes several times the first counts.
using ExportedEntry = std::map<std::string, std::string, std::less<>>;

/// Reads the next entry in the export format; false at the end. Fields longer than kLongestLine are left out;
/// entries that are not in the format are passed over and counted in `malformed`.
bool read_exported(LineReader& reader, ExportedEntry& entry, std::uint64_t& malformed);

/// Reads the next entry of what is JSON over several lines, as `-o json-pretty` has it; as read_exported().
bool read_pretty(LineReader& reader, ExportedEntry& entry, std::uint64_t& malformed);

/// The entry that a line of the JSON format holds; nothing when it holds none.
std::optional<ExportedEntry> json_entry(std::string_view line);

}  // namespace cel
