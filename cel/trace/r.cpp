// SPDX-License-Identifier: Apache-2.0
//
// R, as errors.c prints it where it is no dialogue:
//
//   Error in price(c(1, 2), n) : no price for item 7
//   Calls: total -> price
//   Execution halted

#include "cel/trace/language.h"

namespace cel {
namespace {

constexpr int kRMessageLines = 30;

/// The functions of `Calls: total -> ... -> price`, the outermost first.
void read_calls(std::string_view calls, TextFrames& frames) {
  constexpr std::string_view kArrow = " -> ";
  while (!calls.empty()) {
    const std::size_t arrow = calls.find(kArrow);
    TextFrame frame;
    frame.function = calls.substr(0, arrow);
    if (frame.function != "..." && frame.function != "<Anonymous>") {
      frames.add(frame);
    }
    calls.remove_prefix(arrow == std::string_view::npos ? calls.size() : arrow + kArrow.size());
  }
}

/// `Error in CALL : message`, `Error: message`: the message; the call, if it is told.
struct RError {
  std::string_view call;
  std::string_view message;
};
std::optional<RError> r_error(std::string_view line) {
  constexpr std::string_view kErrorIn = "Error in ";
  constexpr std::string_view kErrorAlone = "Error: ";
  if (line.starts_with(kErrorAlone)) {
    return RError{{}, line.substr(kErrorAlone.size())};
  }
  const std::size_t colon = line.starts_with(kErrorIn) ? line.find(" :") : std::string_view::npos;
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  return RError{line.substr(kErrorIn.size(), colon - kErrorIn.size()), unindented(line.substr(colon + 2))};
}

}  // namespace

bool parse_r(const Lines& at, std::size_t floor, TextTrace& found) {
  if (at.line() != "Execution halted") {
    return false;
  }
  auto line = line_before(at.text(), at.offset(), floor);
  std::optional<RError> error;
  for (int count = 0; line && count < kRMessageLines; ++count) {
    error = r_error(Lines(at.text(), *line).line());
    if (error) {
      break;
    }
    line = line_before(at.text(), *line, floor);
  }
  if (!error) {
    return false;
  }
  constexpr std::string_view kCalls = "Calls: ";
  TextLink link;
  link.type = "error";
  link.message = error->message;
  Lines lines(at.text(), *line);
  for (lines.next(); lines.offset() < at.offset(); lines.next()) {
    if (lines.line().starts_with(kCalls)) {
      read_calls(lines.line().substr(kCalls.size()), link.frames);
      break;
    }
    (link.message += link.message.empty() ? "" : "\n") += unindented(lines.line());
  }
  if (link.frames.empty() && !error->call.empty()) {
    TextFrame frame;
    frame.function = error->call.substr(0, error->call.find('('));
    link.frames.add(frame);
  }
  Lines end = at;
  end.next();
  found = {"R", {std::move(link)}, *line, end.offset()};
  return true;
}

}  // namespace cel
