// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/writer_text.h"

#include <algorithm>
#include <utility>

#include "cel/source/lines/timestamp.h"
#include "cel/source/lines/traceback_record.h"

namespace cel {
namespace {

constexpr std::size_t kLongestText = std::size_t{16} << 10U;  // of a line that is kept
constexpr std::size_t kLinesBeyond = 4;                       // the parts, that are searched, too

}  // namespace

std::string_view WriterText::add(std::string_view text, std::int64_t time, std::uint64_t place) {
  text = text.substr(0, kLongestText);
  if (text.ends_with('\r') || text.ends_with('\n')) {
    text.remove_suffix(1);
  }
  marks_.push_back({text_.size(), time, place});
  text_.append(text) += '\n';
  return std::string_view(text_).substr(marks_.back().begin, text.size());
}

std::string_view WriterText::add(const Piece& piece, std::uint64_t place) {
  if (!partial_mark_) {
    const std::optional<Timestamp> time = rfc3339(piece.time);
    partial_mark_ = Mark{0, time ? time->time : 0, place};
  }
  if (partial_.size() < kLongestText) {
    (void)append_piece(piece, partial_);
  }
  if (!piece.ends) {
    return {};
  }
  const std::string text = std::exchange(partial_, {});
  const Mark mark = *std::exchange(partial_mark_, {});
  return add(text, mark.time, mark.place);
}

void WriterText::mark_part() {
  last_part_ = marks_.size() - (marks_.empty() ? 0 : 1);
  first_part_ = first_part_.value_or(last_part_);
}

std::uint64_t WriterText::first_place(std::uint64_t end) const {
  const std::uint64_t partial = partial_mark_ ? partial_mark_->place : end;
  return marks_.empty() ? partial : std::min(partial, marks_.front().place);
}

void WriterText::take_out(const std::string& writer, bool goes_on, std::size_t room,
                          std::deque<FoundTrace>& found) {
  std::vector<TracebackRecord> records;
  if (first_part_ && !marks_.empty()) {
    const std::size_t end = last_part_ + kLinesBeyond + 1;
    const std::string_view searched =
        std::string_view(text_).substr(0, end < marks_.size() ? marks_[end].begin : text_.size());
    records = traceback_records(searched, marks_[*first_part_ - std::min(*first_part_, kLinesBeyond)].begin);
  }
  std::size_t kept = 0;
  if (goes_on && !records.empty() && text_.size() - records.back().begin <= room) {
    kept = text_.size() - records.back().begin;
    records.pop_back();
  }
  for (TracebackRecord& record : records) {
    const auto behind = std::upper_bound(marks_.begin(), marks_.end(), record.begin,
                                         [](std::size_t at, const Mark& mark) { return at < mark.begin; });
    const Mark& mark = *std::prev(behind);
    found.push_back({std::move(record.record), mark.time, mark.place, writer, container_});
  }
  const std::size_t dropped = text_.size() - kept;
  text_.erase(0, dropped);
  std::erase_if(marks_, [dropped](const Mark& mark) { return mark.begin < dropped; });
  for (Mark& mark : marks_) {
    mark.begin -= dropped;
  }
  first_part_.reset();
  if (kept > 0) {
    mark_part();
    first_part_ = 0;
  }
}

}  // namespace cel
