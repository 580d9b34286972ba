// SPDX-License-Identifier: Apache-2.0
//
// Ruby, as error.c's rb_error_write prints it, from 3.4 on with other quotes and classes before methods:
//
//   shop.rb:5:in `sum': message (ArgumentError)        shop.rb:5:in 'Cart#sum': message (ArgumentError)
//   the message's next line
//   	from shop.rb:4:in `block in total'
//   	 ... 10908 levels...
//   shop.rb:9:in `run': the cause's message (KeyError)
//   	from …
//
// Or, with order: :bottom (to a terminal before 3.0), outermost first under Python's very header:
//
//   Traceback (most recent call last):
//   	1: from shop.rb:9:in `<main>'
//   shop.rb:5:in `sum': message (ArgumentError)
//
// Or as programs log what they catch, Rails among them:
//
//   NoMethodError (undefined method `sum' for nil):         NoMethodError - undefined method `sum' for nil
//   app/models/cart.rb:5:in `sum'                           /srv/cart.rb:5:in `sum'
//
// Or, before 3.4, of a program that cannot be parsed:
//
//   shop.rb:5: syntax error, unexpected end-of-input

#include "cel/trace/language.h"
#include "cel/trace/library_path.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kRubyMessageLines = 20;
constexpr std::string_view kBottomHeader = "Traceback (most recent call last):";

/// `file:5:in 'method'` at the start of `text`, which is left with what follows.
std::optional<TextFrame> take_frame(std::string_view& text) {
  const std::size_t in = text.find(":in ");
  if (in == std::string_view::npos || in + 5 >= text.size() ||
      (text[in + 4] != '`' && text[in + 4] != '\'')) {
    return std::nullopt;
  }
  const auto place = place_of(text.substr(0, in));
  const std::size_t close = text.find('\'', in + 5);
  if (!place || close == std::string_view::npos) {
    return std::nullopt;
  }
  TextFrame frame;
  frame.file = place->file;
  frame.line = place->line;
  frame.function = text.substr(in + 5, close - in - 5);
  frame.in_app = !is_library_path(frame.file);
  text.remove_prefix(close + 1);
  return frame;
}

struct Raised {
  TextFrame frame;
  std::string_view message;
  std::string_view type;
};

/// `file:5:in 'method': message (Type)`.
std::optional<Raised> raised_line(std::string_view line) {
  const auto frame = take_frame(line);
  const std::size_t open = line.rfind(" (");
  if (!frame || !line.starts_with(": ") || !line.ends_with(')') || open == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view type = line.substr(open + 2, line.size() - open - 3);
  if (type.empty() || type[0] < 'A' || type[0] > 'Z' || type.find(' ') != std::string_view::npos) {
    return std::nullopt;
  }
  return Raised{*frame, line.substr(2, std::max<std::size_t>(open, 2) - 2), type};
}

/// A frame line: `\tfrom …`, or `\t  12: from …` of the other order.
std::optional<TextFrame> from_line(std::string_view line) {
  if (indentation(line) == 0) {
    return std::nullopt;
  }
  line = unindented(line);
  const std::size_t number = line.find_first_not_of("0123456789");
  if (number > 0 && number != std::string_view::npos && line.substr(number).starts_with(": ")) {
    line.remove_prefix(number + 2);
  }
  if (!line.starts_with("from ")) {
    return std::nullopt;
  }
  line.remove_prefix(5);
  return take_frame(line);
}

/// Whether a method is one of Ruby's own, written in C: those have the place of their caller.
bool is_builtin(const TextFrame& frame, const TextFrame& caller) {
  return frame.line == caller.line && frame.file == caller.file && frame.function != caller.function &&
         frame.function.find(" in ") == std::string_view::npos && !frame.function.starts_with('<');
}

/// Adds the caller of the frame that was added last.
void add_caller(TextFrames& frames, const TextFrame& caller) {
  TextFrame* last = frames.last();
  if (last != nullptr && is_builtin(*last, caller)) {
    last->in_app = false;
  }
  frames.add(caller);
}

/// Adds what the frame that was added last calls.
void add_called(TextFrames& frames, TextFrame frame) {
  const TextFrame* last = frames.last();
  frame.in_app = frame.in_app && (last == nullptr || !is_builtin(frame, *last));
  frames.add(frame);
}

/// Reads frames, and `... 9 levels...` between them.
template <class Add>
void read_frames(Lines& lines, TextFrames& frames, Add add) {
  for (; indentation(lines.line()) > 0; lines.next()) {
    if (const auto frame = from_line(lines.line())) {
      add(frames, *frame);
    }
  }
}

/// One exception and its frames in the usual order; `lines` are left past it.
TextLink read_link(Lines& lines, const Raised& raised) {
  TextLink link;
  link.type = raised.type;
  link.message = raised.message;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  link.frames.add(raised.frame);
  lines.next();
  Lines ahead = lines;
  for (int count = 0; count < kRubyMessageLines && !ahead.at_end() && !raised_line(ahead.line()); ++count) {
    if (from_line(ahead.line())) {
      for (; lines.offset() < ahead.offset(); lines.next()) {
        (link.message += '\n') += lines.line();
      }
      break;
    }
    ahead.next();
  }
  read_frames(lines, link.frames, add_caller);
  return link;
}

/// The order with the outermost first.
bool parse_bottom(const Lines& at, TextTrace& found) {
  Lines lines = at;
  lines.next();
  TextLink link;
  read_frames(lines, link.frames, add_called);
  const auto raised = raised_line(lines.line());
  if (link.frames.empty() || !raised) {
    return false;
  }
  link.type = raised->type;
  link.message = raised->message;
  add_called(link.frames, raised->frame);
  lines.next();
  found = {"Ruby", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

/// A frame on a line of its own; Rails puts the gem that it is of before it, `rack (2.2.3) lib/rack.rb:5:in`.
std::optional<TextFrame> logged_frame(std::string_view line) {
  line = unindented(line);
  const std::size_t gem = line.find(") ");
  const bool of_gem = gem != std::string_view::npos && line.find(" (") < gem && gem < line.find(':');
  line.remove_prefix(of_gem ? gem + 2 : 0);
  auto frame = take_frame(line);
  if (!frame || !line.empty()) {
    return std::nullopt;
  }
  frame->in_app = frame->in_app && !of_gem;
  return frame;
}

/// `Type - message`, `Type: message` or `Type (message):`.
std::optional<TypeAndMessage> logged_header(std::string_view line) {
  line = unindented(line);
  constexpr std::string_view kWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:";
  std::size_t end = std::min(line.find_first_not_of(kWord), line.size());
  end -= line.substr(0, end).ends_with(':') ? 1 : 0;
  const std::string_view type = line.substr(0, end);
  std::string_view rest = line.substr(end);
  if (type.empty() || type[0] < 'A' || type[0] > 'Z') {
    return std::nullopt;
  }
  if (rest.starts_with(" (") && rest.ends_with("):")) {
    return TypeAndMessage{type, rest.substr(2, rest.size() - 4)};
  }
  for (const std::string_view mark : {" - ", ": "}) {
    if (rest.starts_with(mark)) {
      return TypeAndMessage{type, rest.substr(mark.size())};
    }
  }
  return std::nullopt;
}

/// What a program logged of an error: a header, perhaps an empty line, and frames.
bool parse_logged(const Lines& at, std::size_t floor, TextTrace& found) {
  if (at.line().find(":in ") == std::string_view::npos || !logged_frame(at.line())) {
    return false;
  }
  auto above = line_before(at.text(), at.offset(), floor);
  if (above && Lines(at.text(), *above).line().empty()) {
    above = line_before(at.text(), *above, floor);
  }
  const auto header = above ? logged_header(Lines(at.text(), *above).line()) : std::nullopt;
  if (!header) {
    return false;
  }
  TextLink link;
  link.type = header->type;
  link.message = header->message;
  link.frames = TextFrames(FrameOrder::kInnermostFirst);
  Lines lines = at;
  for (std::optional<TextFrame> frame; (frame = logged_frame(lines.line())); lines.next()) {
    add_caller(link.frames, *frame);
  }
  found = {"Ruby", {std::move(link)}, *above, lines.offset()};
  return true;
}

/// What is wrong with the text of a program, which has no frames.
bool parse_syntax_error(const Lines& at, TextTrace& found) {
  const std::size_t error = at.line().find(": syntax error, ");
  const auto place = error == std::string_view::npos ? std::nullopt : place_of(at.line().substr(0, error));
  if (!place || !place->file.ends_with(".rb")) {
    return false;
  }
  TextLink link;
  link.type = "SyntaxError";
  link.message = at.line();
  Lines lines = at;
  lines.next();
  found = {"Ruby", {std::move(link)}, at.offset(), lines.offset()};
  return true;
}

}  // namespace

bool parse_ruby(const Lines& at, std::size_t floor, TextTrace& found) {
  if (at.line() == kBottomHeader) {
    return parse_bottom(at, found);
  }
  auto raised = raised_line(at.line());
  if (!raised) {
    return parse_logged(at, floor, found) || parse_syntax_error(at, found);
  }
  Lines lines = at;
  std::vector<TextLink> links;
  // A cause follows at once. The same line again is the same error: a thread's report, and then the
  // program's.
  for (const std::string_view first = lines.line(); raised && links.size() < kMaxLinks;) {
    TextLink link = read_link(lines, *raised);
    link.kind = links.empty() ? nullptr : "cause";
    link.of = links.empty() ? 0 : links.size() - 1;
    links.push_back(std::move(link));
    raised = lines.line() == first ? std::nullopt : raised_line(lines.line());
  }
  const auto before = line_before(at.text(), at.offset(), floor);
  const bool thread = before && Lines(at.text(), *before).line().starts_with("#<Thread:");
  found = {"Ruby", std::move(links), thread ? *before : at.offset(), lines.offset()};
  return true;
}

}  // namespace cel
