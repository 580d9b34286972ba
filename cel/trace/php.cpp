// SPDX-License-Identifier: Apache-2.0
//
// PHP, as Zend/zend_exceptions.c prints it, to a log with `PHP ` before it; a cause comes before what it led
// to:
//
//   PHP Fatal error:  Uncaught LogicException: first in /srv/cart.php:5
//   Stack trace:
//   #0 /srv/main.php(9): Shop\Cart->total(Array)
//   #1 {main}
//
//   Next RuntimeException: message in /srv/main.php:9
//   Stack trace:
//   #0 {main}
//     thrown in /srv/main.php on line 9

#include <algorithm>
#include <array>

#include "cel/base/text.h"
#include "cel/trace/language.h"
#include "cel/trace/library_path.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr std::string_view kUncaught = "Uncaught ";
constexpr std::string_view kNext = "Next ";
constexpr std::string_view kInternal = "[internal function]: ";
constexpr int kPhpMessageLines = 50;

TextFrame frame_at(std::string_view file, std::uint64_t line, std::string_view function) {
  TextFrame frame;
  frame.file = file;
  frame.line = line;
  frame.function = function;
  const bool installed = file.starts_with("/usr/share/php/") || file.starts_with("/usr/local/lib/php/");
  frame.in_app = !file.empty() && !installed && file.find("/vendor/") == std::string_view::npos &&
                 !is_library_path(file);
  return frame;
}

struct PhpError {
  std::string_view kind;  // `Fatal error`
  std::string_view text;  // what follows it
};

/// `Fatal error: ` and the like, however it is introduced.
std::optional<PhpError> php_error(std::string_view line) {
  for (const std::string_view kind : {"Fatal error", "Parse error", "Recoverable fatal error"}) {
    const std::size_t at = line.find(kind);
    if (at != std::string_view::npos && line.substr(at + kind.size()).starts_with(": ") &&
        (at == 0 || line.substr(0, at).ends_with("PHP "))) {
      return PhpError{kind, unindented(line.substr(at + kind.size() + 2))};
    }
  }
  return std::nullopt;
}

/// A place at the end of a message: ` in /srv/cart.php:5`, or ` in /srv/cart.php on line 5`.
std::optional<Place> take_place(std::string_view& message) {
  const std::size_t in = message.rfind(" in ");
  if (in == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view where = message.substr(in + 4);
  std::optional<Place> place = place_of(where);
  constexpr std::string_view kOnLine = " on line ";
  if (const std::size_t on = where.rfind(kOnLine); !place && on != std::string_view::npos) {
    const auto line = whole_number(where.substr(on + kOnLine.size()), 0, 1U << 31U);
    place = line ? std::optional(Place{where.substr(0, on), *line}) : std::nullopt;
  }
  if (place) {
    message = message.substr(0, in);
  }
  return place;
}

/// Reads `message in file:line`, which may take several lines and begins with `Type: ` or is just that if it
/// is `uncaught`, and the frames below it. PHP's frames say where a function was called: the place of the
/// crash is in the header.
std::optional<TextLink> read_link(Lines& lines, std::string_view first, bool uncaught) {
  TextLink link;
  std::optional<Place> place = take_place(first);
  const std::size_t end = std::min(first.find(' '), first.size());
  const bool typed =
      uncaught && (end == first.size() ? place.has_value() : first.substr(0, end).ends_with(':'));
  link.type = typed ? first.substr(0, end - (end == first.size() ? 0 : 1)) : std::string_view();
  link.message = typed ? first.substr(std::min(end + 1, first.size())) : first;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  lines.next();
  for (int count = 0; !place && count < kPhpMessageLines && !lines.at_end(); ++count, lines.next()) {
    std::string_view line = lines.line();
    place = take_place(line);
    (link.message += '\n') += line;
  }
  if (!place) {
    return std::nullopt;
  }
  if (lines.line() == "Stack trace:") {
    lines.next();
  }
  Place called = *place;
  for (; lines.line().starts_with('#'); lines.next()) {
    std::string_view line = lines.line();
    line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    if (line.starts_with(kInternal)) {  // called by a function that is written in C
      const std::string_view call = line.substr(kInternal.size());
      link.frames.add(frame_at(called.file, called.line, call.substr(0, call.find('('))));
      called = {};
      continue;
    }
    const std::size_t paren_end = line.find("): ");
    const std::size_t open = paren_end == std::string_view::npos ? paren_end : line.rfind('(', paren_end);
    const bool main = line == "{main}";
    const std::string_view call =
        paren_end == std::string_view::npos ? std::string_view() : line.substr(paren_end + 3);
    const std::string_view function = main ? line : call.substr(0, call.find('('));
    link.frames.add(frame_at(called.file, called.line, function));
    if (open != std::string_view::npos) {
      called = {line.substr(0, open),
                whole_number(line.substr(open + 1, paren_end - open - 1), 0, 1U << 31U).value_or(0)};
    }
  }
  if (link.frames.empty()) {
    link.frames.add(frame_at(place->file, place->line, "{main}"));
  }
  return link;
}

}  // namespace

bool parse_php(const Lines& at, std::size_t /*floor*/, TextTrace& found) {
  auto error = php_error(at.line());
  if (!error) {
    return false;
  }
  const bool uncaught = error->text.starts_with(kUncaught);
  error->text.remove_prefix(uncaught ? kUncaught.size() : 0);
  Lines lines = at;
  std::vector<TextLink> links;
  for (auto link = read_link(lines, error->text, uncaught); link;
       link = read_link(lines, lines.line().substr(kNext.size()), true)) {
    links.push_back(std::move(*link));
    Lines ahead = lines;
    if (ahead.line().empty()) {
      ahead.next();
    }
    if (!ahead.line().starts_with(kNext) || links.size() >= kMaxLinks) {
      break;
    }
    lines = ahead;
  }
  if (links.empty()) {
    return false;
  }
  if (!uncaught) {
    links.front().type = error->kind;
  }
  std::reverse(links.begin(), links.end());
  for (std::size_t i = 1; i < links.size(); ++i) {
    links[i].kind = "cause";
    links[i].of = i - 1;
  }
  if (unindented(lines.line()).starts_with("thrown in ")) {
    lines.next();
  }
  found = {"PHP", std::move(links), at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
