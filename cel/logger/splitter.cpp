// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/splitter.h"

#include <algorithm>
#include <new>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

/// Returns where a position is after `count` bytes at `cut` are removed.
std::size_t moved(std::size_t place, std::size_t cut, std::size_t count) {
  return place <= cut ? place : std::max(cut, place - std::min(place, count));
}

}  // namespace

Window::Room Splitter::room() {
  drop_taken();
  const std::size_t before = window_.bytes().size();
  const Window::Room room = window_.room();
  if (const std::size_t lost = before - window_.bytes().size(); lost > 0) {
    line_lost_start_ = line_lost_start_ || (line_ > window_.cut() && line_ < window_.cut() + lost);
    line_ = moved(line_, window_.cut(), lost);
    searched_ = moved(searched_, window_.cut(), lost);
  }
  return room;
}

std::optional<RawReport> Splitter::next() {
  drop_taken();
  if (pending_) {
    taken_ = std::exchange(pending_size_, 0);
    pending_->text = window_.bytes().substr(0, taken_);
    return std::exchange(pending_, std::nullopt);
  }
  while (kind_ != Kind::whole) {
    const std::string_view held = window_.bytes();
    const std::size_t newline = held.find('\n', searched_);
    if (newline == kNone && (!ended_ || line_ == held.size())) {
      searched_ = held.size();
      break;
    }
    if (std::optional<RawReport> report = read_line(newline == kNone ? held.size() : newline + 1)) {
      return report;
    }
  }
  return ended_ ? read_rest() : std::nullopt;
}

/// Reads the line up to `end`. Returns a report if the line completes one: itself, or the text before it.
std::optional<RawReport> Splitter::read_line(std::size_t end) {
  const bool blank = trimmed(window_.bytes().substr(line_, end - line_)).empty();
  const bool cut = has_cut(line_, end);
  // A line that was cut belongs to the text before it.
  if (!blank && !line_lost_start_ && (!cut || line_ == 0)) {
    RawReport report = parse(end);
    if (!report.object.is_null() || (cut && kind_ == Kind::lines)) {
      kind_ = Kind::lines;
      const bool text_before = !trimmed(window_.bytes().substr(0, line_)).empty();
      if (text_before) {
        pending_ = std::move(report);
        pending_size_ = end - line_;
        return take_text(line_);
      }
      taken_ = end;
      return report;
    }
    if (kind_ == Kind::unknown) {
      kind_ = Kind::whole;
      return std::nullopt;
    }
  }
  line_ = searched_ = end;
  line_lost_start_ = false;
  return std::nullopt;
}

/// Returns the rest of the input as a report: the text after the last object, or everything.
std::optional<RawReport> Splitter::read_rest() {
  std::size_t end = window_.bytes().size();
  if (kind_ == Kind::lines) {
    const bool blank = trimmed(window_.bytes()).empty();
    taken_ = blank ? end : 0;
    return blank ? std::nullopt : std::optional(take_text(end));
  }
  if (end == 0) {
    return std::nullopt;
  }
  line_ = 0;
  RawReport report = parse(end);
  taken_ = end;
  return report;
}

/// Returns the report in the bytes from line_ to `end`, which moves if a cut is closed. An object that needs
/// more memory than there is becomes a text.
RawReport Splitter::parse(std::size_t& end) {
  const std::optional<std::size_t> start =
      has_cut(line_, end) ? std::optional(close_cut(end) - line_) : std::nullopt;
  const std::string_view bytes = window_.bytes().substr(line_, end - line_);
  try {
    return start ? parse_cut_report(bytes, *start, bounds_) : parse_report(bytes, bounds_);
  } catch (const std::bad_alloc&) {
    return {nullptr, bytes};
  }
}

RawReport Splitter::take_text(std::size_t end) {
  if (has_cut(0, end)) {
    close_cut(end);
  }
  taken_ = end;
  return {nullptr, window_.bytes().substr(0, end)};
}

bool Splitter::has_cut(std::size_t begin, std::size_t end) const {
  return window_.left_out() > 0 && window_.cut() >= begin && window_.cut() < end;
}

std::size_t Splitter::close_cut(std::size_t& end) {
  const std::size_t before = window_.bytes().size();
  const std::size_t start = window_.close_cut();
  end -= before - window_.bytes().size();
  return start;
}

void Splitter::drop_taken() {
  if (taken_ > 0) {
    window_.drop_front(std::exchange(taken_, 0));
    line_ = searched_ = 0;
    line_lost_start_ = false;
  }
}

std::size_t Splitter::reports_left() const {
  std::string_view left = window_.bytes().substr(taken_);
  if (kind_ != Kind::lines) {
    return left.empty() ? 0 : 1;
  }
  std::size_t objects = 0;
  bool text = false;
  while (!left.empty()) {
    const std::string_view line = trimmed(take_field(left, '\n'));
    objects += line.starts_with('{') ? 1 : 0;
    text = text || !(line.empty() || line.starts_with('{'));
  }
  return objects + (text ? 1 : 0);
}

}  // namespace cel
