// SPDX-License-Identifier: Apache-2.0
//
// Haskell, as GHC.Exception and GHC.Stack print it. A line says where a function was called, and so that the
// one on the next line was running there:
//
//   shop: no price for order 7
//   CallStack (from HasCallStack):
//     error, called at cart.hs:5:25 in main:Cart
//     price, called at cart.hs:6:55 in main:Main

#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kHaskellMessageLines = 20;
constexpr std::string_view kCalledAt = ", called at ";

/// Where a message starts: at the nearest line that begins with the name of a program.
std::size_t said_begin(std::string_view text, std::size_t at, std::size_t floor) {
  const auto right_above = line_before(text, at, floor);
  auto line = right_above;
  for (int count = 0; line && count < kHaskellMessageLines; ++count, line = line_before(text, *line, floor)) {
    const std::string_view words = Lines(text, *line).line();
    const std::size_t colon = words.find(": ");
    if (colon != std::string_view::npos && colon > 0 && words.find(' ') == colon + 1) {
      return *line;
    }
  }
  return right_above.value_or(at);
}

}  // namespace

bool parse_haskell(const Lines& at, std::size_t floor, TextTrace& found) {
  if (at.line() != "CallStack (from HasCallStack):" && at.line() != "HasCallStack backtrace:") {
    return false;
  }
  const std::size_t begin = said_begin(at.text(), at.offset(), floor);
  std::string_view message = at.text().substr(begin, at.offset() - begin);
  const std::size_t name_end = message.substr(0, message.find('\n')).find(": ");
  message.remove_prefix(name_end == std::string_view::npos ? 0 : name_end + 2);
  TextLink link;
  link.type = "error";
  link.message = message.substr(0, message.find_last_not_of("\r\n") + 1);
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  std::optional<TextFrame> frame;
  Lines lines = at;
  for (lines.next(); indentation(lines.line()) > 0; lines.next()) {
    const std::string_view line = unindented(lines.line());
    const std::size_t called = line.find(kCalledAt);
    if (called == std::string_view::npos) {
      continue;
    }
    if (frame) {
      frame->function = line.substr(0, called);
      link.frames.add(*frame);
    }
    const std::string_view where = line.substr(called + kCalledAt.size());
    const std::size_t in = where.find(" in ");
    const auto place = place_of(where.substr(0, in));
    frame = TextFrame();
    frame->file = place ? place->file : std::string_view();
    frame->line = place ? place->line : 0;
    frame->in_app = !frame->file.starts_with("libraries/");
  }
  if (frame) {
    link.frames.add(*frame);  // in a function that asks for no call stack
  }
  found = {"Haskell", {std::move(link)}, begin, lines.offset()};
  return true;
}

}  // namespace cel
