// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/followed_file.h"

#include <utility>

#include "cel/source/lines/timestamp.h"

namespace cel {

FollowedFile::FollowedFile(FileTail tail, Container container, std::string tag)
    : tail_(std::move(tail)),
      container_(std::make_shared<const Container>(std::move(container))),
      tag_(std::move(tag)) {}

Result<bool> FollowedFile::next(LogLine& line) {
  for (;;) {
    std::string_view raw;
    Result<bool> more = tail_.next(raw);
    if (!more || !*more) {
      return more;
    }
    if (take(raw, line)) {
      return true;
    }
  }
}

/// Whether the log's line ends a line with the tag.
bool FollowedFile::take(std::string_view raw, LogLine& line) {
  std::optional<Piece> piece = json_file_piece(raw);
  const bool escaped = piece.has_value();
  if (!piece) {
    piece = cri_piece(raw);
  }
  if (!piece) {
    return give(raw, 0, tail_.line_position(), line);
  }
  Unfinished& unfinished = unfinished_[static_cast<std::size_t>(piece->channel)];
  const auto stamp = rfc3339(piece->time);
  const std::int64_t time = stamp ? stamp->time : 0;
  if (unfinished.position.is_null()) {
    if (piece->ends && piece->text.find(tag_) == std::string_view::npos) {
      return false;  // most lines
    }
    unfinished.position = tail_.line_position();
    unfinished.time = time;
  }
  if (!append(unfinished, *piece, escaped)) {
    ++counts_.malformed;
  }
  if (!piece->ends) {
    return false;
  }
  Unfinished whole = std::exchange(unfinished, {});
  return !whole.overlong && give(whole.text, whole.time, std::move(whole.position), line);
}

bool FollowedFile::append(Unfinished& unfinished, const Piece& piece, bool escaped) {
  if (unfinished.overlong || unfinished.text.size() + piece.text.size() > kLongestTailLine) {
    counts_.overlong += std::exchange(unfinished.overlong, true) ? 0 : 1;
    unfinished.text = {};
    return true;
  }
  if (!escaped) {
    unfinished.text += piece.text;
    return true;
  }
  return append_text(piece.text, unfinished.text);
}

bool FollowedFile::give(std::string_view text, std::int64_t time, Json position, LogLine& line) {
  if (text.find(tag_) == std::string_view::npos) {
    return false;
  }
  text_ = text;
  line_position_ = std::move(position);
  line.time = time;
  line.container = container_;
  line.text = text_;
  line.bare = false;
  return true;
}

/// Before the pieces of unfinished lines, so that they come again.
Json FollowedFile::position() const {
  const Json* first = nullptr;
  for (const Unfinished& unfinished : unfinished_) {
    if (!unfinished.position.is_null() && !unfinished.overlong &&
        (first == nullptr || number_at(unfinished.position, "offset") < number_at(*first, "offset"))) {
      first = &unfinished.position;
    }
  }
  return first != nullptr ? *first : tail_.position();
}

SourceCounts FollowedFile::counts() const {
  SourceCounts counts = counts_;
  counts.bytes = tail_.bytes();
  counts.overlong += tail_.overlong();
  return counts;
}

}  // namespace cel
