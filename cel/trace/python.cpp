// SPDX-License-Identifier: Apache-2.0
//
// Python's tracebacks, as traceback.py of 3.6 to 3.13 and Python/pythonrun.c of 2.7 print them:
//
//   Traceback (most recent call last):
//     File "f.py", line 1, in g
//       the line of source
//       ~~~~^^^^
//     [Previous line repeated 9 more times]
//   Type: message
//
// A chain has the cause first; a group has its members, each a chain, behind a margin of bars.

#include <optional>
#include <utility>

#include "cel/trace/language.h"
#include "cel/trace/python_lines.h"
#include "cel/trace/python_parser.h"

namespace cel {
namespace {

using namespace python;

bool is_introduction(std::string_view line) {
  return line.starts_with("Exception in thread ") || line.starts_with("Exception ignored in") ||
         line.starts_with("Unhandled exception in thread ") || line.ends_with("RemoteTraceback: ");
}

/// Where a trace starts whose first line of its own is at `at`.
std::size_t begin_of(std::string_view text, std::size_t at, std::size_t floor) {
  const auto before = line_before(text, at, floor);
  return before && is_introduction(Lines(text, *before).line()) ? *before : at;
}

/// For an exception that was never raised, but is the cause of one that was: its line is above the
/// connector's.
std::optional<Lines> headless(const Lines& at, std::size_t floor) {
  const auto blank = line_before(at.text(), at.offset(), floor);
  const auto type = blank ? line_before(at.text(), *blank, floor) : std::nullopt;
  if (!type || !Lines(at.text(), *blank).line().empty()) {
    return std::nullopt;
  }
  const Lines start(at.text(), *type);
  return type_line(start.line()) ? std::optional(start) : std::nullopt;
}

/// The place, up to three lines of source and marks, and the type of a syntax error in the main program.
bool is_syntax_error(Lines at) {
  const auto place = frame_line(at.line());
  if (!place || !place->function.empty()) {
    return false;
  }
  at.next();
  for (int count = 0; count < 3 && at.line().starts_with("    "); ++count) {
    at.next();
  }
  const auto type = type_line(at.line());
  return type && type->type.ends_with("Error");
}

}  // namespace

bool parse_python(const Lines& at, std::size_t floor, TextTrace& found) {
  Lines start = at;
  if (connector(at.line()) != nullptr) {
    const auto type = headless(at, floor);
    if (!type) {
      return false;
    }
    start = *type;
  } else if (!is_traceback(at.line()) && !is_syntax_error(at)) {
    return false;
  }
  Parser parser(start);
  const std::size_t raised = parser.chain(0);
  std::vector<TextLink> links = parser.links(raised);
  if ((links.front().type.empty() && links.front().frames.empty()) || parser.offset() <= at.offset()) {
    return false;
  }
  found = {"Python3", std::move(links), begin_of(at.text(), start.offset(), floor), parser.offset()};
  return true;
}

}  // namespace cel
