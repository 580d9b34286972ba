// SPDX-License-Identifier: Apache-2.0
//
// Dart, as its VM prints it:
//
//   Unhandled exception:
//   RangeError (index): Invalid value: Not in inclusive range 0..1: 7
//   #0      List.[] (dart:core-patch/growable_array.dart:264:36)
//   #1      price (file:///srv/cart.dart:1:40)

#include "cel/trace/language.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kDartMessageLines = 50;

/// `#1      price (file:///srv/cart.dart:1:40)`
std::optional<TextFrame> dart_frame(std::string_view line) {
  const std::size_t digits = line.starts_with('#') ? line.find_first_not_of("0123456789", 1) : 1;
  const std::size_t open = digits > 1 && digits != std::string_view::npos && line[digits] == ' '
                               ? line.rfind(" (")
                               : std::string_view::npos;
  if (open == std::string_view::npos || !line.ends_with(')') || open < digits) {
    return std::nullopt;
  }
  TextFrame frame;
  frame.function = unindented(line.substr(digits, open - digits));
  const std::string_view where = line.substr(open + 2, line.size() - open - 3);
  const auto place = place_of(where);
  frame.file = place ? place->file : where;
  frame.line = place ? place->line : 0;
  frame.in_app = !where.starts_with("dart:") && !where.starts_with("package:flutter/");
  return frame;
}

}  // namespace

bool parse_dart(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  if (at.line() != "Unhandled exception:") {
    return false;
  }
  TextLink link;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  lines.next();
  for (int count = 0; !dart_frame(lines.line()); ++count, lines.next()) {
    if (count == kDartMessageLines || lines.at_end()) {
      return false;
    }
    (link.message += count == 0 ? "" : "\n") += lines.line();
  }
  for (std::optional<TextFrame> frame;
       (frame = dart_frame(lines.line())) || lines.line() == "<asynchronous suspension>"; lines.next()) {
    if (frame) {
      link.frames.add(*frame);
    }
  }
  // `RangeError (index): …`, `FormatException: …`, `Bad state: No element`, or what was thrown itself.
  const std::string_view said = std::string_view(link.message).substr(0, link.message.find('\n'));
  const std::size_t end = std::min(said.find(" ("), said.find(": "));
  link.type = end == std::string_view::npos ? std::string_view("exception") : said.substr(0, end);
  if (const std::size_t colon = said.find(": "); colon != std::string_view::npos) {
    link.message.erase(0, colon + 2);
  }
  found = {"Dart", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
