// SPDX-License-Identifier: Apache-2.0
//
// What Node.js ends with that has no stack of JavaScript: V8 out of memory, and a thrown value that is no
// error (lib/internal/process/execution.js).
//
//   FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory
//   ----- Native stack trace -----
//
//    1: 0xb78db3 node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]
//
//   /srv/shop.js:5
//   throw 'no price'
//   ^
//   no price
//   (Use `node --trace-uncaught ...` to show where the exception was thrown)

#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kNativeFrames = 200;
constexpr int kThrownLines = 20;

bool parse_fatal(const Lines& at, TextTrace& found) {
  constexpr std::string_view kFatalError = "FATAL ERROR: ";
  if (!at.line().starts_with(kFatalError)) {
    return false;
  }
  TextLink link;
  link.type = kFatalError.substr(0, kFatalError.size() - 2);
  link.message = at.line().substr(kFatalError.size());
  Lines lines = at;
  lines.next();
  for (int count = 0; count < kNativeFrames && !lines.at_end(); ++count, lines.next()) {
    const std::string_view line = unindented(lines.line());
    const std::size_t digits = line.find_first_not_of("0123456789");
    const bool native =
        digits != 0 && digits != std::string_view::npos && line.substr(digits).starts_with(": 0x");
    if (!native && !line.empty() && line != "----- Native stack trace -----") {
      break;
    }
  }
  found = {"NodeJS", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

/// What typeof calls the value, as far as its text tells; of an object the name of its class.
std::string_view type_of(std::string_view value) {
  if (value == "null" || value == "undefined") {
    return value;
  }
  if (value == "true" || value == "false") {
    return "boolean";
  }
  if (value.starts_with('{')) {
    return "Object";
  }
  return value.find_first_not_of("0123456789.-") == std::string_view::npos ? "number" : "string";
}

/// The mark under the source of a `throw`, and what was thrown. An error's stack is parse_node's.
bool parse_thrown(const Lines& at, std::size_t floor, TextTrace& found) {
  const std::string_view mark = unindented(at.line());
  if (mark.empty() || mark.find_first_not_of('^') != std::string_view::npos) {
    return false;
  }
  const auto source = line_before(at.text(), at.offset(), floor);
  const auto place = source ? line_before(at.text(), *source, floor) : std::nullopt;
  if (!place || !place_of(Lines(at.text(), *place).line())) {
    return false;
  }
  Lines lines = at;
  lines.next();
  if (lines.line().empty()) {
    lines.next();
  }
  TextLink link;
  constexpr std::string_view kHint = "(Use `node ";
  for (int count = 0; count < kThrownLines && !lines.line().empty(); ++count, lines.next()) {
    const std::string_view line = lines.line();
    if (line.starts_with(kHint)) {
      break;
    }
    if (line.starts_with("    at ") || (count == 0 && names_an_error(line.substr(0, line.find(':'))))) {
      return false;
    }
    (link.message += count == 0 ? "" : "\n") += line;
  }
  if (lines.line().starts_with(kHint)) {
    lines.next();
  }
  link.type = type_of(std::string_view(link.message).substr(0, link.message.find('\n')));
  found = {"NodeJS", {std::move(link)}, *place, lines.offset()};
  return !found.links.front().message.empty();
}

}  // namespace

bool parse_v8(const Lines& at, std::size_t floor, TextTrace& found) {
  return parse_fatal(at, found) || parse_thrown(at, floor, found);
}

}  // namespace cel
