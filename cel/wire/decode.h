// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cel/record/json.h"

namespace cel {

/// A head's word on the parts that follow it.
struct HeadFraming {
  std::string id;
  std::uint64_t parts = 0;
  std::uint64_t bytes = 0;  ///< of the record's line
  std::string crc32;        ///< of the record's line, 8 hex digits
};

/// One of the parts that carry a record.
struct Part {
  std::string id;
  std::uint64_t part = 0;  ///< from 1
  std::uint64_t parts = 0;
  std::string bytes;  ///< its share of the zlib stream
};

/// Of a record with more values than this, each of which takes some 50 bytes of memory however short it is,
/// the rest is left out.
inline constexpr std::size_t kMostValues = 100'000;

/// An object, or what is read of a too large one.
struct ReadObject {
  Json object;
  bool cut = false;  ///< there is more, which is left out and marked
};

/// The object that `text` is, with what another program's serializer got nearly right put right; nothing when
/// it is none.
std::optional<ReadObject> read_object(std::string_view text);

/// What one line of ours holds: a part, or an object, which is a head when it has framing.
struct LineContent {
  Json object;
  bool cut = false;       ///< see ReadObject
  std::string_view text;  ///< what was read, a view into the line
  std::optional<HeadFraming> head;
  std::optional<Part> part;
};

/// A line of ours within a line of a log.
struct FoundLine {
  std::size_t offset = 0;  ///< where the tag starts; what is before it, a program had left unfinished
  LineContent content;
};

/// More parts than this no record has: it would take more than 4 GiB of lines.
inline constexpr std::uint64_t kMaxParts = 1U << 20U;

/// Finds what the logger wrote in `line`, a log's line without its newline (a carriage return and colours
/// at its end, which terminals add, are passed over): the first `<tag> - ` that a JSON object with a member
/// follows, up to the end of the line. With an empty `tag` the whole line must be the object. Nothing when
/// there is none; any bytes will do.
std::optional<FoundLine> find_line(std::string_view line, std::string_view tag);

}  // namespace cel
