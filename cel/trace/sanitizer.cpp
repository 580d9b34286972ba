// SPDX-License-Identifier: Apache-2.0
//
// The sanitizers of clang and gcc (compiler-rt's sanitizer_stacktrace_printer):
//
//   ==1==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x6020 at pc …
//   READ of size 4 at 0x6020 thread T0
//       #0 0x5602 in Cart::total(int) /srv/shop/cart.cpp:4:12
//       #1 0x5602 in main /srv/shop/main.cpp:6
//
//   SUMMARY: AddressSanitizer: …
//
// The first stack is the one of the error; those after it say where the memory came from.

#include "cel/trace/language.h"
#include "cel/trace/library_path.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kLinesToSummary = 500;
constexpr int kLinesToStack = 20;

/// `AddressSanitizer: heap-buffer-overflow` of `==1==ERROR: AddressSanitizer: heap-buffer-overflow on …`.
std::optional<std::string_view> sanitizer_type(std::string_view line) {
  for (const std::string_view mark : {"ERROR: ", "WARNING: "}) {
    const std::size_t at = line.find(mark);
    const std::string_view said = line.substr(std::min(at + mark.size(), line.size()));
    const std::size_t colon = said.find("Sanitizer: ");
    const bool starts = at == 0 || (line.starts_with("==") && line.substr(0, at).ends_with("=="));
    if (starts && colon != std::string_view::npos && colon < 20) {
      const std::size_t end =
          std::min({said.find(" on "), said.find(" (pid="), said.find(" ("), said.size()});
      return said.substr(0, end);
    }
  }
  return std::nullopt;
}

/// `    #0 0x5602 in Cart::total(int) /srv/shop/cart.cpp:4:12`
std::optional<TextFrame> sanitizer_frame(std::string_view line) {
  line = unindented(line);
  const std::size_t digits = line.starts_with('#') ? line.find_first_not_of("0123456789", 1) : 1;
  if (digits == 1 || digits == std::string_view::npos || line[digits] != ' ') {
    return std::nullopt;
  }
  line.remove_prefix(digits + 1);
  if (line.starts_with("0x")) {
    const std::size_t in = line.find(" in ");
    line = in == std::string_view::npos ? std::string_view() : line.substr(in + 4);
  }
  if (line.ends_with(')')) {  // the object and offset, `(shop+0x9db)`, here after the source
    const std::size_t object = line.rfind(" (");
    if (object != std::string_view::npos && line.find("+0x", object) != std::string_view::npos) {
      line = line.substr(0, object);
    }
  }
  TextFrame frame;
  const std::size_t space = line.rfind(' ');
  const auto place = space == std::string_view::npos ? std::nullopt : place_of(line.substr(space + 1));
  frame.function = place ? line.substr(0, space) : line;
  frame.file = place ? place->file : std::string_view();
  frame.line = place ? place->line : 0;
  frame.in_app = place && !is_library_path(frame.file) &&
                 frame.file.find("/libsanitizer/") == std::string_view::npos &&
                 frame.file.find("/compiler-rt/") == std::string_view::npos;
  return frame;
}

/// `cart.cpp:6:300: runtime error: signed integer overflow: …`, of UndefinedBehaviorSanitizer.
bool parse_undefined(const Lines& at, TextTrace& found) {
  constexpr std::string_view kError = ": runtime error: ";
  const std::size_t mark = at.line().find(kError);
  const auto place = mark == std::string_view::npos ? std::nullopt : place_of(at.line().substr(0, mark));
  if (!place) {
    return false;
  }
  TextLink link;
  link.message = at.line().substr(mark + 2);
  const std::size_t end =
      link.message.find_first_of(":0123456789'", kError.size() - 2);  // a value, or more words
  link.type = link.message.substr(0, link.message.find_last_not_of(' ', end - 1) + 1);
  TextFrame frame;
  frame.file = place->file;
  frame.line = place->line;
  frame.in_app = !is_library_path(frame.file);
  link.frames.add(frame);
  Lines lines = at;
  lines.next();
  found = {"C++", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace

bool parse_sanitizer(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  const auto type = sanitizer_type(at.line());
  if (!type) {
    return parse_undefined(at, found);
  }
  TextLink link;
  link.type = *type;
  link.message = at.line().substr(at.line().find(*type));
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  lines.next();
  for (int count = 0; count < kLinesToStack && !lines.at_end() && !sanitizer_frame(lines.line()); ++count) {
    lines.next();
  }
  for (std::optional<TextFrame> frame; (frame = sanitizer_frame(lines.line())); lines.next()) {
    link.frames.add(*frame);
  }
  std::size_t end = lines.offset();
  for (int count = 0; count < kLinesToSummary && !lines.at_end(); ++count) {
    const bool summary = lines.line().starts_with("SUMMARY: ");
    lines.next();
    if (summary) {
      end = lines.offset();
      break;
    }
  }
  found = {"C++", {std::move(link)}, at.offset(), end};
  return true;
}

}  // namespace cel
