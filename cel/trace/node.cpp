// SPDX-License-Identifier: Apache-2.0
//
// Node.js, or V8 (v8.dev/docs/stack-trace-api) in the words of Node's util.inspect:
//
//   /srv/shop.js:5               only where nothing caught it
//     null.price
//          ^
//
//   TypeError: message
//       at Cart.total (/srv/shop.js:5:8)
//       at async file:///srv/main.mjs:9:3 {
//     code: 'E_PRICE',
//     [cause]: Error: message
//         at …
//   }

#include <algorithm>
#include <utility>
#include <vector>

#include "cel/trace/header.h"
#include "cel/trace/language.h"
#include "cel/trace/library_path.h"
#include "cel/trace/node_links.h"
#include "cel/trace/place.h"

namespace cel {
namespace {

constexpr int kPropertyLines = 500;
constexpr std::string_view kPreviousEvent = "From previous event:";  // of long stack traces, between tasks

/// `line` without what wraps an error that has no stack, `[Error: message]`, perhaps one of several.
std::string_view without_brackets(std::string_view line) {
  if (line.starts_with('[')) {
    const std::size_t end = line.rfind(']');
    line = line.substr(1, end == std::string_view::npos ? end : end - 1);
  }
  return line;
}

std::optional<TextFrame> node_frame(std::string_view line) {
  line = unindented(line);
  if (!line.starts_with("at ")) {
    return std::nullopt;
  }
  line.remove_prefix(3);
  for (const std::string_view end : {" {", ","}) {
    if (line.ends_with(end)) {
      line.remove_suffix(end.size());
    }
  }
  TextFrame frame;
  std::string_view where = line;
  if (const std::size_t open = line.find(" ("); open != std::string_view::npos && line.ends_with(')')) {
    frame.function = line.substr(0, open);
    where = line.substr(open + 2, line.size() - open - 3);
  } else if (line.starts_with("async ")) {
    where.remove_prefix(6);
  }
  const auto place = place_of(where);
  if (frame.function.empty() && !place) {
    return std::nullopt;
  }
  frame.file = place ? place->file : where;
  frame.line = place ? place->line : 0;
  const bool on_disk = frame.file.starts_with('/') || frame.file.starts_with("file:") ||
                       frame.file.find('/') != std::string_view::npos;
  frame.in_app = on_disk && !frame.file.starts_with("eval at ") && !is_library_path(frame.file);
  if (frame.function.empty()) {
    frame.function = "<anonymous>";
  }
  return frame;
}

/// Takes the line of source that Node prints above the error that nothing caught into account.
std::size_t begin_with_source(std::string_view text, std::size_t header, std::size_t floor) {
  const auto blank = line_before(text, header, floor);
  const auto mark = blank ? line_before(text, *blank, floor) : std::nullopt;
  const auto source = mark ? line_before(text, *mark, floor) : std::nullopt;
  const auto place = source ? line_before(text, *source, floor) : std::nullopt;
  const bool all = place && Lines(text, *blank).line().empty() &&
                   unindented(Lines(text, *mark).line()).starts_with('^') &&
                   place_of(Lines(text, *place).line());
  return all ? *place : header;
}

/// The properties of an error, which `{` opened, up to its `}`: causes and the members of an AggregateError.
void properties(Lines& lines, NodeLinks& links) {
  std::vector<std::size_t> indents = {0};  // of the links: a cause is indented more than what it belongs to
  for (int count = 0; count < kPropertyLines && !lines.at_end() && lines.line() != "}"; ++count) {
    std::string_view line = unindented(lines.line());
    const bool cause = line.starts_with("[cause]: ");
    line = without_brackets(line.substr(cause ? 9 : 0));
    const auto type = type_and_message(line);
    Lines next = lines;
    next.next();
    if (links.size() < kMaxLinks && type &&
        (cause || names_an_error(type->type) || (!node_frame(lines.line()) && node_frame(next.line())))) {
      TextLink link;
      link.type = type->type;
      link.message = type->message;
      link.kind = cause ? "cause" : "group";
      const std::size_t indent = indentation(lines.line());
      const auto wrapped = std::find_if(indents.rbegin(), indents.rend(),
                                        [indent](std::size_t each) { return each < indent; });
      link.of =
          cause && wrapped != indents.rend() ? static_cast<std::size_t>(indents.rend() - wrapped) - 1 : 0;
      links.add(std::move(link));
      indents.push_back(indent);
    } else if (const auto frame = node_frame(lines.line()); frame && links.size() > 1) {
      links.add(*frame);
    } else if (links.size() > 1) {
      links.add_gap(lines.line());
    }
    lines.next();
  }
  if (lines.line() == "}") {
    lines.next();
  }
}

/// `[AggregateError: message] {`: an error that never was on the stack, and what it gathers.
bool parse_gathered(const Lines& at, std::size_t floor, TextTrace& found) {
  std::string_view line = at.line();
  if (!line.starts_with('[') || !line.ends_with("] {")) {
    return false;
  }
  const auto type = type_and_message(line.substr(1, line.size() - 4));
  if (!type || !names_an_error(type->type)) {
    return false;
  }
  TextLink link;
  link.type = type->type;
  link.message = type->message;
  NodeLinks links(std::move(link));
  Lines lines = at;
  lines.next();
  properties(lines, links);
  found = {"NodeJS", links.take(), begin_with_source(at.text(), at.offset(), floor), lines.offset()};
  return true;
}

}  // namespace

bool parse_node(const Lines& at, std::size_t floor, TextTrace& found) {
  if (at.line().find("at ") == std::string_view::npos || !node_frame(at.line())) {
    return parse_gathered(at, floor, found);
  }
  const auto header = header_above(at.text(), at.offset(), floor);
  if (!header) {
    return false;
  }
  TextLink link;
  link.type = header->type;
  link.message = header->message;
  NodeLinks links(std::move(link));
  Lines lines = at;
  bool opened = false;
  for (; !opened; lines.next()) {
    if (const auto frame = node_frame(lines.line())) {
      links.add(*frame);
    } else if (!links.add_gap(lines.line()) && unindented(lines.line()) != kPreviousEvent) {
      break;
    }
    opened = lines.line().ends_with(" {");
  }
  if (opened) {
    properties(lines, links);
  }
  found = {"NodeJS", links.take(), begin_with_source(at.text(), header->begin, floor), lines.offset()};
  return true;
}

}  // namespace cel
