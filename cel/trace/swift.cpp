// SPDX-License-Identifier: Apache-2.0
//
// Swift, as its runtime prints it (stdlib's Assert.swift and the runtime's Backtracing), the frames from 5.9
// on where SWIFT_BACKTRACE enables them:
//
//   Swift/ContiguousArrayBuffer.swift:600: Fatal error: Index out of range
//
//   Thread 0 "shop" crashed:
//
//   0      0x0000ffff9c10 _assertionFailure(_:_:file:line:flags:) + 353 in libswiftCore.so
//   1 [ra] 0x0000aaaac8f0 price(_:_:) + 63 in shop at /srv/shop/main.swift:1:52

#include <array>

#include "cel/base/letters.h"
#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kLinesToThread = 40;

/// `1 [ra] 0x0000aaaac8f0 price(_:_:) + 63 in shop at /srv/shop/main.swift:1:52`
std::optional<TextFrame> swift_frame(std::string_view line) {
  const std::size_t digits = line.find_first_not_of("0123456789");
  const std::size_t in = line.rfind(" in ");
  if (digits == 0 || digits == std::string_view::npos || line[digits] != ' ' ||
      in == std::string_view::npos || in < digits) {
    return std::nullopt;
  }
  TextFrame frame;
  frame.function = unindented(line.substr(digits, in - digits));
  for (const std::string_view mark : {"[ra] ", "[inlined] ", "[system] ", "[async] "}) {
    frame.function.remove_prefix(frame.function.starts_with(mark) ? mark.size() : 0);
  }
  if (frame.function.starts_with("0x")) {
    frame.function.remove_prefix(std::min(frame.function.find(' ') + 1, frame.function.size()));
  }
  if (const std::size_t plus = frame.function.rfind(" + "); plus != std::string_view::npos) {
    frame.function = frame.function.substr(0, plus);
  }
  const std::string_view where = line.substr(in + 4);  // after a function whose name holds ` in `, too
  const std::size_t at = where.find(" at ");
  const auto place = at == std::string_view::npos ? std::nullopt : place_of(where.substr(at + 4));
  frame.file = place ? place->file : std::string_view();
  frame.line = place ? place->line : 0;
  frame.in_app = !where.starts_with("lib");
  return frame;
}

/// Reads the frames of the thread that crashed, if they are printed, and goes past them.
void read_crashed_thread(Lines& lines, TextFrames& frames) {
  Lines ahead = lines;
  for (int count = 0; count < kLinesToThread && !ahead.at_end(); ++count, ahead.next()) {
    if (!ahead.line().starts_with("Thread ") || !ahead.line().ends_with(" crashed:")) {
      continue;
    }
    for (ahead.next(); !ahead.at_end(); ahead.next()) {
      const auto frame = swift_frame(ahead.line());
      if (frame) {
        frames.add(*frame);
      } else if (!ahead.line().empty() && !frames.empty() && indentation(ahead.line()) == 0 &&
                 !is_digit(ahead.line()[0])) {
        break;
      }
    }
    lines = ahead;
    return;
  }
}

}  // namespace

bool parse_swift(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  constexpr std::array<std::string_view, 4> kSwiftKinds = {"Fatal error", "Assertion failed",
                                                           "Precondition failed", "Simultaneous accesses"};
  const std::string_view line = at.line();
  if (line.find(".swift:") == std::string_view::npos) {
    return false;
  }
  for (const std::string_view kind : kSwiftKinds) {
    const std::size_t mark = line.find(kind);
    if (mark == std::string_view::npos || mark < 2 || !line.substr(0, mark).ends_with(": ")) {
      continue;
    }
    const auto place = place_of(line.substr(0, mark - 2));
    if (!place || !place->file.ends_with(".swift")) {
      continue;
    }
    const std::string_view said = line.substr(mark + kind.size());
    TextLink link;
    link.type = kind;
    link.message = said.substr(std::min<std::size_t>(said.starts_with(": ") ? 2 : 0, said.size()));
    link.frames = TextFrames(FrameOrder::kInnermostFirst);
    Lines lines = at;
    lines.next();
    read_crashed_thread(lines, link.frames);
    if (link.frames.empty()) {
      TextFrame frame;
      frame.file = place->file;
      frame.line = place->line;
      frame.in_app = !place->file.starts_with("Swift/");
      link.frames.add(frame);
    }
    found = {"Swift", {std::move(link)}, at.offset(), lines.offset()};
    return true;
  }
  return false;
}

}  // namespace cel
