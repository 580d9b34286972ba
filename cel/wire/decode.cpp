// SPDX-License-Identifier: Apache-2.0
#include "cel/wire/decode.h"

#include <algorithm>

#include "cel/wire/base64.h"

namespace cel {
namespace {

constexpr std::size_t kIdSize = 16;
constexpr std::size_t kCrcSize = 8;

bool is_hex(std::string_view text, std::size_t size) {
  return text.size() == size && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::optional<Part> part_of(const Json& object, const Json& framing) {
  const auto id = string_at(framing, "id");
  const auto part = number_at(framing, "part");
  const auto parts = number_at(framing, "parts");
  const auto z = string_at(object, "z");
  if (!id || !is_hex(*id, kIdSize) || !part || !parts || !z || *part == 0 || *part > *parts ||
      *parts > kMaxParts) {
    return std::nullopt;
  }
  std::optional<std::string> bytes = base64_decode(*z);
  if (!bytes) {
    return std::nullopt;
  }
  return Part{std::string(*id), *part, *parts, std::move(*bytes)};
}

std::optional<HeadFraming> head_of(const Json& framing) {
  const auto id = string_at(framing, "id");
  const auto parts = number_at(framing, "parts");
  const auto bytes = number_at(framing, "bytes");
  const auto crc = string_at(framing, "crc32");
  if (!id || !is_hex(*id, kIdSize) || !parts || *parts == 0 || *parts > kMaxParts || !bytes || !crc ||
      !is_hex(*crc, kCrcSize)) {
    return std::nullopt;
  }
  return HeadFraming{std::string(*id), *parts, *bytes, std::string(*crc)};
}

constexpr std::size_t kMostRepaired = std::size_t{1} << 20U;  // bytes
constexpr std::size_t kMostMembers = 1000;                    // of a record that is cut

/// Whether the text may have more than kMostValues values.
bool may_have_too_many(std::string_view text) {
  const auto separators =
      std::count_if(text.begin(), text.end(), [](char c) { return c == ',' || c == '[' || c == '{'; });
  return static_cast<std::size_t>(separators) >= kMostValues;
}

std::optional<LineContent> content_of(std::string_view text) {
  if (!text.starts_with('{') || !text.ends_with('}')) {
    return std::nullopt;
  }
  std::optional<ReadObject> read = read_object(text);
  if (!read) {
    return std::nullopt;
  }
  LineContent content{std::move(read->object), read->cut, text, std::nullopt, std::nullopt};
  const auto framing = content.object.find("cel");
  if (framing != content.object.end() && framing->is_object()) {
    content.part = part_of(content.object, *framing);
    if (!content.part) {
      content.head = head_of(*framing);
    }
    if (!content.part && !content.head) {
      return std::nullopt;  // torn or forged: nothing that our logger wrote
    }
  }
  return content;
}

/// Returns the line without a carriage return and the colours (`ESC [ … m`) that a terminal or its friends
/// put at its end.
std::string_view without_end_of_terminal_line(std::string_view line) {
  for (;;) {
    const std::size_t escape = line.ends_with('m') ? line.rfind("\x1b[") : std::string_view::npos;
    if (escape != std::string_view::npos &&
        line.find_first_not_of("0123456789;", escape + 2) == line.size() - 1) {
      line.remove_suffix(line.size() - escape);
    } else if (line.ends_with('\r')) {
      line.remove_suffix(1);
    } else {
      return line;
    }
  }
}

}  // namespace

std::optional<ReadObject> read_object(std::string_view text) {
  ReadObject read;
  std::optional<Json> object = parse_json(text, kMostValues);
  if (!object && text.size() <= kMostRepaired) {
    object = parse_nearly_json(text, kMostValues);  // what another program's serializer got nearly right
  }
  if (!object && may_have_too_many(text)) {
    JsonBounds bounds;
    bounds.values = kMostValues;
    bounds.members = kMostMembers;
    object = parse_bounded_json(text, bounds);
    read.cut = true;
  }
  if (!object || !object->is_object()) {
    return std::nullopt;
  }
  read.object = std::move(*object);
  return read;
}

std::optional<FoundLine> find_line(std::string_view line, std::string_view tag) {
  line = without_end_of_terminal_line(line);
  if (tag.empty()) {
    std::optional<LineContent> content = content_of(line);
    return content ? std::optional(FoundLine{0, std::move(*content)}) : std::nullopt;
  }
  // The first that holds is the line: a torn one may come before it, and one that is quoted within it comes
  // later. Each try reads up to the end of the line, so a hostile line of nothing but tags gets no more than
  // kMostTries, and a long one fewer.
  constexpr int kMostTries = 64;
  constexpr std::size_t kMostBytes = std::size_t{256} << 10U;
  constexpr std::size_t kMostTimes = 4;  // that a longer line is read
  const std::string mark = std::string(tag) + " - {\"";
  std::size_t at = line.find(mark);
  std::size_t left = std::max(kMostBytes, kMostTimes * line.size());
  for (int tries = 0; at != std::string_view::npos && tries < kMostTries; ++tries) {
    const std::size_t json = at + mark.size() - 2;
    if (line.size() - json > left) {
      break;
    }
    left -= line.size() - json;
    if (std::optional<LineContent> content = content_of(line.substr(json))) {
      return FoundLine{at, std::move(*content)};
    }
    at = line.find(mark, at + 1);
  }
  return std::nullopt;
}

}  // namespace cel
