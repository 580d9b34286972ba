// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/followed_tracebacks.h"

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr std::chrono::seconds kForLines{2};
constexpr std::chrono::seconds kForHook{3};

}  // namespace

void FollowedTracebacks::take(std::string_view line, const FileTail& tail) {
  if (starts_.empty() || starts_.back().generation != tail.generation()) {
    starts_.push_back({end_, tail.line_offset(), tail.generation(), tail.line_position()});
    if (starts_.size() > 2) {
      starts_.pop_front();
    }
  }
  const Start& start = starts_.back();
  const std::uint64_t place = start.place + (tail.line_offset() - start.offset);
  end_ = place + line.size() + 1;
  const std::uint64_t needed = traces_.scanner().needed_from(place);
  traces_.take(line, place);
  if (traces_.scanner().waits()) {
    last_line_ = Clock::now();
  }
  hold(needed);
}

void FollowedTracebacks::pause(bool over) {
  over_ = over;
  if (traces_.scanner().waits() && (over || Clock::now() - last_line_ >= kForLines)) {
    const std::uint64_t needed = traces_.scanner().needed_from(end_);
    traces_.finish();
    hold(needed);
  }
}

/// Holds what was found.
void FollowedTracebacks::hold(std::uint64_t needed) {
  LogLine line;
  while (traces_.next(line, [this](std::uint64_t place) {
    const Start& start = start_of(place);
    return start.offset + (place - start.place);
  })) {
    held_.push_back({std::string(line.text), line.time, line.container, needed, Clock::now()});
  }
}

bool FollowedTracebacks::give(LogLine& line) {
  if (held_.empty() || (!over_ && Clock::now() - held_.front().found < kForHook)) {
    return false;
  }
  given_ = std::move(held_.front());
  held_.pop_front();
  line = LogLine{given_.time, given_.container, given_.text, true};
  return true;
}

/// The start of the file that a line at `place` is in.
const FollowedTracebacks::Start& FollowedTracebacks::start_of(std::uint64_t place) const {
  const auto later = std::find_if(starts_.begin(), starts_.end(),
                                  [place](const Start& start) { return start.place > place; });
  return later == starts_.begin() ? starts_.front() : *std::prev(later);
}

Json FollowedTracebacks::needed_from(Json position) const {
  std::uint64_t place = traces_.scanner().needed_from(end_);
  for (const Held& held : held_) {
    place = std::min(place, held.needed);
  }
  if (starts_.empty() || place >= end_) {
    return position;
  }
  const Start& start = start_of(place);
  const std::uint64_t offset = start.offset + (place - start.place);
  const bool same_file = number_at(position, "inode") == number_at(start.position, "inode");
  if (same_file && number_at(position, "offset").value_or(0) <= offset) {
    return position;
  }
  Json needed = start.position;
  needed["offset"] = offset;
  return needed;
}

}  // namespace cel
