// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/encode.h"

#include <algorithm>
#include <array>

#include "cel/base/text.h"
#include "cel/record/cut.h"
#include "cel/wire/base64.h"
#include "cel/wire/compress.h"

namespace cel {
namespace {

constexpr std::array<std::string_view, 4> kMandatoryStrings = {"type", "executable", "reason", "backtrace"};
constexpr std::size_t kShortElement = 512;  // an optional element above this is bulk, and left to the parts
constexpr std::size_t kWorthwhileBacktrace = 1024;

std::string prefix_of(const LineFormat& format) {
  return format.tag.empty() ? std::string() : format.tag + " - ";
}

using Strings = std::array<std::string, kMandatoryStrings.size()>;

/// Where `key` is among the mandatory strings, or their number when it is none.
std::size_t mandatory_index(std::string_view key) {
  return static_cast<std::size_t>(std::find(kMandatoryStrings.begin(), kMandatoryStrings.end(), key) -
                                  kMandatoryStrings.begin());
}

/// The mandatory strings, which together take more than `budget` bytes between their quotes, cut so that they
/// fit: the backtrace pays or, where that does not do, all the longest of them.
Strings cut_strings(const Json& record, std::size_t budget) {
  Strings strings;
  std::array<std::size_t, kMandatoryStrings.size()> sizes{};
  std::size_t others = 0;
  for (std::size_t i = 0; i < strings.size(); ++i) {
    strings[i] = string_at(record, kMandatoryStrings[i]).value_or("");
    sizes[i] = escaped_size(strings[i]);
    others += i + 1 < strings.size() ? sizes[i] : 0;
  }
  if (others + kWorthwhileBacktrace <= budget) {
    strings.back() = cut_middle(strings.back(), budget - others);
    return strings;
  }
  const std::size_t cap = even_cap(sizes.data(), sizes.size(), budget);
  for (std::string& text : strings) {
    text = cut_middle(text, cap);
  }
  return strings;
}

/// The head, at most `budget` bytes: the mandatory elements, then the short optional ones that fit, all in
/// the record's order, and `cel` last.
std::string make_head(const Json& record, const SerializedRecord& serialized, const Json& framing,
                      std::size_t budget) {
  const Members& members = record.get_ref<const Json::object_t&>();
  const std::string last = "\"cel\":" + to_line(framing) + "}";
  std::size_t mandatory = 1 + last.size();
  std::size_t strings_size = 0;  // what of that the strings take between their quotes
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string& key = members[i].first;
    const bool is_string = mandatory_index(key) < kMandatoryStrings.size();
    if (is_string || key == "time") {
      const SerializedRecord::Element& element = serialized.elements()[i];
      mandatory += serialized.member(element).size() + 1;
      strings_size += is_string ? serialized.value(element).size() - 2 : 0;
    }
  }
  const bool whole = mandatory <= budget;
  const Strings cut = whole ? Strings() : cut_strings(record, budget - (mandatory - strings_size));
  std::size_t left = whole ? budget - mandatory : 0;

  std::string head = "{";
  for (std::size_t i = 0; i < members.size(); ++i) {
    const std::string& key = members[i].first;
    const std::string_view member = serialized.member(serialized.elements()[i]);
    const std::size_t string = mandatory_index(key);
    if (!whole && string < kMandatoryStrings.size()) {
      head += to_line(Json(key)) + ":" + to_line(Json(cut[string])) + ",";
    } else if (string < kMandatoryStrings.size() || key == "time") {
      head.append(member).append(",");
    } else if (member.size() <= kShortElement && member.size() + 1 <= left && key != "exceptions") {
      head.append(member).append(",");
      left -= member.size() + 1;
    }
  }
  return head + last;
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
  return !tag.empty() && tag.size() <= kMaxTag && std::all_of(tag.begin(), tag.end(), printable) &&
         tag[0] != '<' && tag.front() != ' ' && tag.back() != ' ';
}

std::vector<std::string> encode_record(const Json& record, const SerializedRecord& serialized,
                                       const LineFormat& format, std::string_view id) {
  const std::string prefix = prefix_of(format);
  const std::string& whole = serialized.line();
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
  const Json framing = {{"id", id},
                        {"parts", parts},
                        {"bytes", whole.size()},
                        {"crc32", hex(crc_bytes.data(), crc_bytes.size())}};

  std::vector<std::string> lines;
  lines.push_back(prefix + make_head(record, serialized, framing, room) + "\n");
  for (std::size_t part = 1; part <= parts; ++part) {
    lines.push_back(prefix +
                    part_json(id, part, parts, std::string_view(base64).substr((part - 1) * piece, piece)) +
                    "\n");
  }
  return lines;
}

}  // namespace cel
