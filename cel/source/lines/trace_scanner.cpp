// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/trace_scanner.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/text.h"
#include "cel/source/lines/log_prefix.h"
#include "cel/source/lines/timestamp.h"

namespace cel {
namespace {

constexpr std::size_t kLinesAbove = 32;  // an anchor, that may belong to its traceback
constexpr std::size_t kBytesAbove = std::size_t{8} << 10U;
constexpr std::size_t kLinesApart = 32;  // two lines of one traceback, of whatever writer
constexpr std::size_t kMostScanned = std::size_t{256} << 10U;  // that waits
constexpr std::size_t kMostWritersOfLog = 64;

/// How lines begin that go on with a traceback.
constexpr std::array<std::string_view, 12> kContinuing = {
    " ",    "\t", "#", "+", "}", "goroutine ", "created by ", "Next ", "The above ", "During handling ",
    "--- ", "["};

bool goes_on(std::string_view text) {
  return text.ends_with(')') || std::any_of(kContinuing.begin(), kContinuing.end(),
                                            [text](std::string_view mark) { return text.starts_with(mark); });
}

/// The line that `at` is the beginning of, without its newline.
std::string_view line_at(std::string_view lines, std::size_t at) {
  return lines.substr(at, std::min(lines.find('\n', at), lines.size()) - at);
}

/// Where the line before the one at `at` begins, no further back than `floor`, where a line begins.
std::size_t line_above(std::string_view lines, std::size_t at, std::size_t floor) {
  const std::string_view before = lines.substr(floor, at - 1 - floor);
  const std::size_t newline = before.rfind('\n');
  return newline == std::string_view::npos ? floor : floor + newline + 1;
}

}  // namespace

void TraceScanner::take(std::string_view lines, std::uint64_t place) {
  if (place != end_) {
    forget_recent();
  }
  end_ = place + lines.size() + (lines.ends_with('\n') ? 0 : 1);
  std::size_t at = 0;
  while (at < lines.size()) {
    if (open_) {
      const std::string_view line = line_at(lines, at);
      feed({line, 0, place + at, nullptr});
      at += line.size() + 1;
      continue;
    }
    const std::size_t anchor = anchors_.next(lines, at);
    if (anchor == std::string_view::npos) {
      keep(lines.substr(at), place + at);
      return;
    }
    const std::size_t newline =
        anchor == 0 ? std::string_view::npos : lines.substr(at, anchor - at).rfind('\n');
    const std::size_t start = newline == std::string_view::npos ? at : at + newline + 1;
    keep(lines.substr(at, start - at), place + at);
    open();
    at = start;
  }
}

void TraceScanner::take_text(std::string_view text, std::int64_t time, const std::string& writer,
                             std::uint64_t place) {
  const Line line{text, time, place, &writer};
  if (!open_) {
    if (!anchors_.in_line(text)) {
      remember(line);
      return;
    }
    open();
  }
  feed(line);
}

/// Begins to let lines wait, those first that were remembered.
void TraceScanner::open() {
  open_ = true;
  for (const Kept& kept : std::exchange(recent_, {})) {
    std::string_view text;
    add({kept.text, kept.time, kept.place, kept.writer ? &*kept.writer : nullptr}, text);
  }
  recent_bytes_ = 0;
}

void TraceScanner::forget_recent() {
  recent_.clear();
  recent_bytes_ = 0;
}

/// Remembers the last of lines that have no anchor.
void TraceScanner::keep(std::string_view lines, std::uint64_t place) {
  std::size_t begin = lines.size();
  for (std::size_t count = 0; begin > 0 && count < kLinesAbove && lines.size() - begin < kBytesAbove;
       ++count) {
    begin = line_above(lines, begin, lines.size() - std::min(lines.size(), 2 * kBytesAbove));
    if (begin > 0 && lines[begin - 1] != '\n') {  // amid a line that is too long
      begin = std::min(lines.find('\n', begin), lines.size() - 1) + 1;
      forget_recent();
      break;
    }
  }
  while (begin < lines.size()) {
    const std::string_view line = line_at(lines, begin);
    remember({line, 0, place + begin, nullptr});
    begin += line.size() + 1;
  }
}

void TraceScanner::remember(const Line& line) {
  if (line.text.size() > kBytesAbove) {
    forget_recent();
    return;
  }
  recent_.push_back({std::string(line.text), line.time, line.place,
                     line.writer == nullptr ? std::nullopt : std::optional(*line.writer)});
  recent_bytes_ += line.text.size();
  while (recent_.size() > kLinesAbove || recent_bytes_ > kBytesAbove) {
    recent_bytes_ -= recent_.front().text.size();
    recent_.pop_front();
  }
}

/// Takes a line while lines wait.
void TraceScanner::feed(const Line& line) {
  std::string_view text;
  WriterText& writer = add(line, text);
  remember(line);
  ++since_;
  if (goes_on(text) || anchors_.in_line(line.text)) {
    writer.mark_part();
    since_ = 0;
  }
  if (since_ > kLinesApart) {
    close(true);
  } else if (writers_.size() > kMostWritersOfLog) {
    finish();
  } else if (bytes_ > kMostScanned) {
    close(false);
  }
}

/// Adds a line to what its writer has written, which is returned. `text` becomes its text.
WriterText& TraceScanner::add(const Line& line, std::string_view& text) {
  WriterText* writer = nullptr;
  const auto add_to = [&](const std::string& key) -> WriterText& {
    writer = &writers_[key];
    bytes_ -= writer->size();
    return *writer;
  };
  if (line.writer != nullptr) {
    text = add_to(*line.writer).add(line.text, line.time, line.place);
  } else if (const std::optional<Piece> piece = piece_of(line.text, format_)) {
    text = add_to(piece->channel == Channel::standard_error ? "2" : "1").add(*piece, line.place);
  } else {
    std::string_view rest = line.text;
    std::optional<Container> container = take_log_prefix(rest);
    const std::optional<Timestamp> time = rfc3339(rest);
    if (time && rest.substr(time->size).starts_with(' ')) {  // as `docker logs --timestamps` writes it
      rest.remove_prefix(time->size + 1);
    }
    const std::string key = container ? container->pod + '/' + container->name : "";
    text = add_to(key).add(rest, time ? time->time : 0, line.place);
    writer->set_container(std::move(container));
  }
  bytes_ += writer->size();
  return *writer;
}

/// Looks for tracebacks in what waits. What is not the `last` of it, since memory is short, goes on from
/// where a traceback began that may go on.
void TraceScanner::close(bool last) {
  const auto old = static_cast<std::ptrdiff_t>(found_.size());
  bytes_ = 0;
  for (auto& [key, writer] : writers_) {
    writer.take_out(key, !last, kMostScanned / 2 - bytes_, found_);
    bytes_ += writer.size();
  }
  std::stable_sort(found_.begin() + old, found_.end(),
                   [](const FoundTrace& one, const FoundTrace& other) { return one.place < other.place; });
  open_ = bytes_ > 0;
  if (!open_) {
    writers_.clear();
    since_ = 0;
  }
  if (!last) {
    forget_recent();  // they are parsed
  }
}

std::uint64_t TraceScanner::needed_from(std::uint64_t end) const {
  std::uint64_t first = recent_.empty() ? end : recent_.front().place;
  for (const auto& [key, writer] : writers_) {
    first = std::min(first, writer.first_place(end));
  }
  return first;
}

void TraceScanner::finish() {
  if (open_) {
    close(true);
    forget_recent();
  }
}

bool TraceScanner::next(FoundTrace& found) {
  if (found_.empty()) {
    return false;
  }
  found = std::move(found_.front());
  found_.pop_front();
  return true;
}

}  // namespace cel
