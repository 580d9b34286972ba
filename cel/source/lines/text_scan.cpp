// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/text_scan.h"

#include <algorithm>
#include <utility>

#include "cel/source/lines/log_prefix.h"
#include "cel/source/lines/timestamp.h"

namespace cel {
namespace {

std::int64_t time_of(std::string_view text) {
  const std::optional<Timestamp> time = rfc3339(text);
  return time ? time->time : 0;
}

}  // namespace

TextScan::TextScan(FileChain& chain, const Finder& finder, TextFormat format, LogRange range,
                   TakenPieces taken, SourceCounts& counts)
    : buffer_(chain), finder_(finder), format_(format), range_(range), taken_(taken), counts_(counts) {}

void TextScan::skip_line() {
  std::size_t newline = std::string_view::npos;
  while (newline == std::string_view::npos && buffer_.place(0) < range_.end) {
    buffer_.drop(buffer_.size());
    if (!read_more()) {
      return;
    }
    newline = buffer_.view(0, buffer_.size()).find('\n');
  }
  begin_ = lines_ = newline == std::string_view::npos ? buffer_.size() : newline + 1;
}

bool TextScan::next(TextLine& line) {
  for (;;) {
    if (!wrapped_.empty()) {
      unwrapped_ = std::move(wrapped_.back());
      wrapped_.pop_back();
      line.place = wrapped_place_;
      line.time = unwrapped_.time;
      line.text = unwrapped_.text;
      line.container = &unwrapped_.container;
      return true;
    }
    while (wrapped_.empty() && next_found_ < found_.size()) {
      const std::size_t at = found_[next_found_++];
      if (at >= begin_ && take(at, line)) {
        return true;
      }
    }
    if (!wrapped_.empty()) {
      continue;
    }
    over_ = !advance();
    if (over_ || tap_) {
      return false;
    }
  }
}

/// Goes to the lines after those that were searched; false when there are none.
bool TextScan::advance() {
  found_.clear();
  next_found_ = 0;
  begin_ = std::max(begin_, lines_);
  long_line_ = long_line_ && begin_ == 0;
  if (position() >= range_.end) {
    return false;
  }
  buffer_.drop(begin_);
  begin_ = lines_ = 0;
  find_end_of_lines(0);  // of what was read ahead for joining
  while (lines_ == 0) {
    if (buffer_.size() > kLongestLine) {
      skip_long_line();
    }
    const std::size_t before = buffer_.size();
    if (!read_more()) {
      lines_ = before;
      break;
    }
    find_end_of_lines(before);
  }
  if (lines_ == 0) {
    return false;
  }
  finder_.find(buffer_.view(0, lines_), found_);
  if (tap_) {
    tap_(buffer_.view(0, lines_), position().offset);
  }
  return true;
}

void TextScan::find_end_of_lines(std::size_t from) {
  const std::size_t newline = buffer_.view(from, buffer_.size()).rfind('\n');
  if (newline != std::string_view::npos) {
    lines_ = from + newline + 1;
  }
}

bool TextScan::read_more() {
  const std::size_t before = buffer_.size();
  const bool more = buffer_.extend();
  counts_.bytes += buffer_.size() - before;
  return more;
}

/// The buffer holds a part of a line that is too long. A line of ours may stand at its end: all before the
/// first tag is dropped, and a tag with too much behind it, too.
void TextScan::skip_long_line() {
  if (!long_line_) {
    long_place_ = buffer_.place(0);
    counts_.overlong += range_.holds(long_place_) ? 1 : 0;
  }
  const std::string_view all = buffer_.view(0, buffer_.size());
  const std::string& tag = finder_.tag();
  std::size_t keep = tag.empty() ? std::string_view::npos : all.find(tag, all.size() - kLongestLine);
  if (keep == std::string_view::npos) {
    keep = all.size() - std::min(all.size(), tag.empty() ? 0 : tag.size() - 1);
  }
  long_line_ = true;
  buffer_.drop(keep);
}

/// Makes the line that is at `at` in the buffer the next one, if it is one of the container's with the tag.
bool TextScan::take(std::size_t at, TextLine& line) {
  const std::size_t newline = buffer_.view(begin_, at).rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? begin_ : begin_ + newline + 1;
  const std::size_t end = at + std::min(buffer_.view(at, lines_).find('\n'), lines_ - at);
  const bool beheaded = long_line_ && start == 0;
  const LogPlace place = beheaded ? long_place_ : buffer_.place(start);
  if (place >= range_.end) {
    return false;
  }
  const std::uint64_t wanted = range_.holds(place) ? 1 : 0;
  const std::string_view whole = buffer_.view(start, end);
  const std::optional<Piece> piece = beheaded ? std::nullopt : piece_of(whole, format_);
  begin_ = std::min(end + 1, lines_);
  text_.clear();
  line = TextLine{place, 0, {}, nullptr};
  if (piece) {
    if (place < taken_[static_cast<std::size_t>(piece->channel)]) {
      return false;
    }
    line.time = time_of(piece->time);
    if (!join(*piece, start, end + 1)) {
      counts_.malformed += wanted;
      return false;
    }
  } else if (!beheaded && format_ != TextFormat::cri && unwrap(whole, line)) {
    if (wanted == 0) {
      wrapped_.clear();
    }
    return false;  // they come out one by one
  } else if (format_ == TextFormat::any || (beheaded && format_ == TextFormat::cri)) {
    std::string_view rest = whole;
    prefix_ = beheaded ? std::nullopt : take_log_prefix(rest);
    line.container = prefix_ ? &*prefix_ : nullptr;
    const std::optional<Timestamp> time = beheaded ? std::nullopt : rfc3339(rest);
    line.time = time ? time->time : 0;
    text_ = rest.substr(time ? std::min(time->size + 1, rest.size()) : 0);
  } else {
    counts_.malformed += wanted;
    return false;
  }
  if (text_.ends_with('\n')) {
    text_.pop_back();
  }
  line.text = finder_.from_tag(text_);
  return wanted != 0 && !line.text.empty();
}

/// Keeps the lines that a line wraps. Returns whether it wraps any.
bool TextScan::unwrap(std::string_view whole, TextLine& line) {
  wrapped_ = wrapped_lines(whole, finder_.tag());
  std::reverse(wrapped_.begin(), wrapped_.end());
  wrapped_place_ = line.place;
  return !wrapped_.empty();
}

/// Joins the pieces of a line. The first one begins at `start` in the buffer, and the line after it at
/// `next`. Pieces that the log does not hold, or that are too far away, are left out.
bool TextScan::join(const Piece& first, std::size_t start, std::size_t next) {
  bool good = append_piece(first, text_);
  const Channel channel = first.channel;
  bool ends = first.ends;
  while (!ends && next - start < kLongestLine) {
    const std::size_t end = buffer_.size();
    const std::size_t newline = next < end ? buffer_.view(next, end).find('\n') : std::string_view::npos;
    if (newline == std::string_view::npos && end - start <= kLongestLine && read_more()) {
      continue;
    }
    if (next >= end || (newline == std::string_view::npos && !buffer_.at_end())) {
      break;
    }
    const std::string_view line =
        buffer_.view(next, newline == std::string_view::npos ? end : next + newline);
    const std::optional<Piece> piece = piece_of(line, format_);
    next += line.size() + 1;
    if (piece && piece->channel == channel) {
      good = append_piece(*piece, text_) && good;
      ends = piece->ends;
      taken_[static_cast<std::size_t>(channel)] = buffer_.place(std::min(next, end));
    }
  }
  return good;
}

}  // namespace cel
