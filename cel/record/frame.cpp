// SPDX-License-Identifier: Apache-2.0
#include "cel/record/frame.h"

#include <algorithm>
#include <array>

#include "cel/base/text.h"
#include "cel/record/base64.h"
#include "cel/record/compress.h"
#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::array<std::string_view, 4> kMandatoryStrings = {"type", "executable", "reason", "backtrace"};
constexpr std::size_t kShortElement = 512;  // an optional element above this is bulk, and left to the parts
constexpr std::size_t kWorthwhileBacktrace = 1024;

std::string prefix_of(const LineFormat& format) { return format.tag.empty() ? std::string() : format.tag + " - "; }

/// `"key":value,` in bytes; the last comma stands for a brace.
std::size_t member_size(std::string_view key, const Json& value) {
  return escaped_size(key) + 4 + to_line(value).size();
}

/// The mandatory strings as they fit into `budget` bytes: whole if possible; else the backtrace pays, then all the longest.
std::array<std::string, kMandatoryStrings.size()> fit_strings(const Json& record, std::size_t budget) {
  std::array<std::string, kMandatoryStrings.size()> fitted;
  std::array<std::size_t, kMandatoryStrings.size()> sizes{};
  std::size_t others = 0;
  for (std::size_t i = 0; i < fitted.size(); ++i) {
    fitted[i] = string_at(record, kMandatoryStrings[i]).value_or("");
    sizes[i] = escaped_size(fitted[i]);
    others += i + 1 < fitted.size() ? sizes[i] : 0;
  }
  if (others + std::min(sizes.back(), kWorthwhileBacktrace) <= budget) {
    fitted.back() = cut_middle(fitted.back(), budget - others);
    return fitted;
  }
  const std::size_t cap = even_cap(sizes.data(), sizes.size(), budget);
  for (std::string& text : fitted) {
    text = cut_middle(text, cap);
  }
  return fitted;
}

/// The head: the mandatory elements, then the short optional ones that fit, in the record's order, and `cel` last.
Json make_head(const Json& record, const Json& framing, std::size_t budget) {
  std::size_t used = 2 + member_size("cel", framing) + member_size("time", record["time"]);
  for (const std::string_view key : kMandatoryStrings) {
    used += member_size(key, "");
  }
  const auto strings = fit_strings(record, budget - std::min(budget, used));
  for (const std::string& text : strings) {
    used += escaped_size(text);
  }
  Json head = Json::object();
  for (const auto& [key, value] : record.items()) {
    const auto mandatory = std::find(kMandatoryStrings.begin(), kMandatoryStrings.end(), key);
    if (mandatory != kMandatoryStrings.end()) {
      append_member(head, key, strings[static_cast<std::size_t>(mandatory - kMandatoryStrings.begin())]);
    } else if (key == "time") {
      append_member(head, key, value);
    } else if (key != "exceptions") {
      const std::size_t size = member_size(key, value);
      if (size <= kShortElement && used + size <= budget) {
        append_member(head, key, value);
        used += size;
      }
    }
  }
  append_member(head, "cel", framing);
  return head;
}

Json part_framing(std::string_view id, std::size_t part, std::size_t parts) {
  return Json{{"id", id}, {"part", part}, {"parts", parts}};
}

std::string part_json(std::string_view id, std::size_t part, std::size_t parts, std::string_view base64) {
  return to_line(Json{{"cel", part_framing(id, part, parts)}, {"z", base64}});
}

/// Characters of base64 that a part holds in a line of `room` bytes when there are `parts` parts.
std::size_t base64_room(std::size_t room, std::size_t parts, std::string_view id) {
  return (room - part_json(id, parts, parts, "").size()) / 4 * 4;
}

std::size_t pieces(std::size_t size, std::size_t piece) { return (size + piece - 1) / piece; }

}  // namespace

bool valid_tag(std::string_view tag) {
  const auto printable = [](char c) { return c >= 0x20 && c <= 0x7E; };
  return !tag.empty() && tag.size() <= kMaxTag && std::all_of(tag.begin(), tag.end(), printable) && tag[0] != '<' &&
         tag.front() != ' ' && tag.back() != ' ';
}

std::vector<std::string> frame_record(const Json& record, const LineFormat& format, std::string_view id) {
  const std::string prefix = prefix_of(format);
  const std::string whole = to_line(record);
  if (prefix.size() + whole.size() <= format.max_line) {
    return {prefix + whole + "\n"};
  }
  const std::size_t room = format.max_line - prefix.size();
  const std::string base64 = base64_encode(deflate_bytes(whole));
  // The more parts, the longer their numbers and the less each holds: two or three rounds settle it.
  std::size_t parts = 1;
  while (pieces(base64.size(), base64_room(room, parts, id)) > parts) {
    parts = pieces(base64.size(), base64_room(room, parts, id));
  }
  const std::size_t piece = base64_room(room, parts, id);
  parts = pieces(base64.size(), piece);

  const std::uint32_t crc = crc32_of(whole);
  const std::array<unsigned char, 4> crc_bytes = {
      static_cast<unsigned char>(crc >> 24U), static_cast<unsigned char>(crc >> 16U & 0xFFU),
      static_cast<unsigned char>(crc >> 8U & 0xFFU), static_cast<unsigned char>(crc & 0xFFU)};
  const Json framing = {
      {"id", id}, {"parts", parts}, {"bytes", whole.size()}, {"crc32", hex(crc_bytes.data(), crc_bytes.size())}};

  std::vector<std::string> lines;
  lines.push_back(prefix + to_line(make_head(record, framing, room)) + "\n");
  for (std::size_t part = 1; part <= parts; ++part) {
    lines.push_back(prefix + part_json(id, part, parts, std::string_view(base64).substr((part - 1) * piece, piece)) + "\n");
  }
  return lines;
}

}  // namespace cel
