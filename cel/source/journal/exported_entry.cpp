// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/exported_entry.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/text.h"
#include "cel/record/journal_fields.h"
#include "cel/record/json.h"
#include "cel/source/lines/text_scan.h"

namespace cel {
namespace {

constexpr std::size_t kLongestFieldName = 64;  // journald's own limit
constexpr std::size_t kLongestOtherField = 4096;
constexpr std::size_t kMostEntryValues = 262'144;  // of an entry in JSON, which has bytes as numbers

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestFieldName &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == std::string_view::npos;
}

/// The fields that are looked at; all others are passed over.
bool is_looked_at(std::string_view name) {
  constexpr std::array<std::string_view, 19> kFields = {"MESSAGE",
                                                        "MESSAGE_ID",
                                                        kJournalRecord,
                                                        "PRIORITY",
                                                        "__CURSOR",
                                                        "__REALTIME_TIMESTAMP",
                                                        "_HOSTNAME",
                                                        "_UID",
                                                        "_SYSTEMD_CGROUP",
                                                        "_SYSTEMD_UNIT",
                                                        "_SYSTEMD_USER_UNIT",
                                                        "_TRANSPORT",
                                                        "_EXE",
                                                        "_COMM",
                                                        "CONTAINER_ID_FULL",
                                                        "CONTAINER_NAME",
                                                        "IMAGE_NAME",
                                                        "CONTAINER_PARTIAL_ID",
                                                        "CONTAINER_PARTIAL_MESSAGE"};
  return std::find(kFields.begin(), kFields.end(), name) != kFields.end() || name == "CONTAINER_PARTIAL_LAST";
}

/// Whether a field of so many bytes is no longer than one may be.
bool is_short_enough(std::string_view name, std::size_t size) {
  return size <= (name == "MESSAGE" || name == kJournalRecord ? kLongestLine : kLongestOtherField);
}

bool begins_entry(std::string_view line) {
  return line.starts_with("__CURSOR=") || line.starts_with("__REALTIME_TIMESTAMP=");
}

/// Whether the lines before the first whole entry are a torn one's fields.
bool is_export(std::string_view head) {
  bool fields = true;
  bool blank = true;
  while (fields && !head.empty()) {
    const std::string_view line = take_field(head, '\n');
    if (blank && begins_entry(line)) {
      return true;
    }
    blank = line.empty();
    fields = blank || is_name(line.substr(0, line.find('=')));
  }
  return false;
}

bool is_json(std::string_view line) {
  return line.starts_with('{') && !line.starts_with(R"({"log":)") &&
         (line.find(R"("__CURSOR":")") != std::string_view::npos ||
          line.find(R"("__CURSOR" : ")") != std::string_view::npos);
}

/// A value's bytes: a string, an array of bytes when it is no UTF-8, an array of these when there are
/// several.
std::optional<std::string> bytes_of(const Json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (!value.is_array() || value.empty()) {
    return std::nullopt;
  }
  if (!value[0].is_number_unsigned()) {
    return value[0].is_array() && !value[0].empty() && value[0][0].is_array() ? std::nullopt
                                                                              : bytes_of(value[0]);
  }
  std::string bytes;
  for (const Json& byte : value) {
    if (!byte.is_number_unsigned() || byte.get<std::uint64_t>() > 255) {
      return std::nullopt;
    }
    bytes += static_cast<char>(byte.get<unsigned>());
  }
  return bytes;
}

/// Reads the value that follows the name of a binary field. False when there is none.
bool read_binary(LineReader& reader, std::string& value) {
  std::string size_bytes;
  if (!reader.bytes(8, size_bytes)) {
    return false;
  }
  std::uint64_t size = 0;
  for (unsigned i = 0; i < 8; ++i) {
    size |= static_cast<std::uint64_t>(static_cast<unsigned char>(size_bytes[i])) << (8 * i);
  }
  if (size > kLongestLine ? !reader.skip(size) : !reader.bytes(size, value)) {
    return false;
  }
  std::string newline;
  return reader.bytes(1, newline) && newline == "\n";
}

}  // namespace

std::optional<JournalFormat> journal_format(std::string_view head) {
  head.remove_prefix(std::min(head.find_first_not_of('\n'), head.size()));
  if (is_export(head)) {
    return JournalFormat::export_;
  }
  const std::string_view first = head.substr(0, head.find('\n'));
  const std::string_view rest = head.substr(std::min(head.size(), first.size() + 1));
  if (is_json(first) ||
      (!first.starts_with('{') && first.ends_with('}') && is_json(rest.substr(0, rest.find('\n'))))) {
    return JournalFormat::json;
  }
  const std::string_view second = rest.substr(0, rest.find('\n'));
  if (const std::size_t end = second.find("\" : "); first == "{" && second.starts_with("\t\"") &&
                                                    end != std::string_view::npos &&
                                                    is_name(second.substr(2, end - 2))) {
    return JournalFormat::json_pretty;
  }
  return std::nullopt;
}

bool read_pretty(LineReader& reader, ExportedEntry& entry, std::uint64_t& malformed) {
  std::string text;
  std::string_view line;
  bool is_within = false;
  while (reader.line(line)) {
    if (line == "{") {
      malformed += is_within ? 1 : 0;
      text.clear();
      is_within = true;
    }
    if (!is_within) {
      continue;
    }
    if (text.size() + line.size() > kLongestLine) {
      ++malformed;
      text.clear();
      is_within = false;
      continue;
    }
    text += line;
    if (line == "}") {
      is_within = false;
      if (auto read = json_entry(text)) {
        entry = std::move(*read);
        return true;
      }
      ++malformed;
    }
  }
  return false;
}

bool read_exported(LineReader& reader, ExportedEntry& entry, std::uint64_t& malformed) {
  entry.clear();
  bool good = true;
  std::string_view line;
  while (reader.line(line)) {
    if (line.empty()) {
      if (good && !entry.empty()) {
        return true;
      }
      entry.clear();
      good = true;
      continue;
    }
    if (!good) {
      continue;
    }
    const std::size_t equals = line.find('=');
    std::string name(line.substr(0, equals));
    std::string value;
    good = is_name(name);
    if (good && equals != std::string_view::npos) {
      value = line.substr(equals + 1);
    } else if (good) {
      good = read_binary(reader, value);
    }
    malformed += good ? 0 : 1;
    if (good && is_looked_at(name) && is_short_enough(name, value.size())) {
      entry.try_emplace(std::move(name), std::move(value));
    }
  }
  return good && !entry.empty();
}

std::optional<ExportedEntry> json_entry(std::string_view line) {
  const std::optional<Json> object = parse_json(line, kMostEntryValues);
  if (!object || !object->is_object()) {
    return std::nullopt;
  }
  ExportedEntry entry;
  for (const auto& [name, value] : object->items()) {
    if (auto bytes = is_looked_at(name) ? bytes_of(value) : std::nullopt;
        bytes && is_short_enough(name, bytes->size())) {
      entry.emplace(name, std::move(*bytes));
    }
  }
  return entry;
}

}  // namespace cel
