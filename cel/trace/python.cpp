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

#include <deque>
#include <optional>
#include <string>
#include <utility>

#include "cel/trace/language.h"
#include "cel/trace/python_lines.h"

namespace cel {
namespace {

using namespace python;

constexpr std::size_t kDeepest = 12;  // groups within groups; traceback.py stops at 10
constexpr std::size_t kConnectorWithin =
    2000;  // lines of message before the sentence that links two exceptions
constexpr std::size_t kMessageLines = 50;
constexpr std::size_t kMostNodes = 4 * kMaxLinks;
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

struct Node {
  TextLink link;
  std::vector<std::size_t> members;
  std::size_t cause = kNone;
  const char* cause_kind = nullptr;
};

class Parser {
 public:
  explicit Parser(const Lines& at) : lines_(at) {}

  std::size_t chain(std::size_t depth);
  std::vector<TextLink> links(std::size_t raised);
  std::size_t offset() const { return lines_.offset(); }

 private:
  std::size_t one(std::size_t depth);
  void frames(std::size_t depth, TextLink& link, TextFrame& place);
  void members(std::size_t depth, std::size_t group);
  std::optional<std::string_view> here(std::size_t depth) const {
    return lines_.at_end() ? std::nullopt : within_margin(lines_.line(), depth);
  }

  Lines lines_;
  std::vector<Node> nodes_;
};

bool is_traceback(std::string_view line) { return line.ends_with(kHeader); }

/// Reads the lines of frames; `place` is that of a syntax error, if there is one.
void Parser::frames(std::size_t depth, TextLink& link, TextFrame& place) {
  for (bool source_follows = false; const auto line = here(depth); lines_.next()) {
    if (const auto frame = frame_line(*line)) {
      source_follows = !frame->function.empty();
      if (source_follows) {
        link.frames.add(*frame);
      } else {
        place = *frame;
      }
    } else if (line->starts_with("  [Previous line repeated ")) {
      link.frames.repeat_last();
    } else if (!line->starts_with("  ")) {
      return;
    } else if (source_follows && line->starts_with("    ")) {
      link.frames.last()->source = line->substr(4);
      source_follows = false;
    }
  }
}

/// One exception without what it is chained to.
std::size_t Parser::one(std::size_t depth) {
  if (depth == 0 && lines_.line() == kGroupHeader) {
    depth = 1;
    lines_.next();
  } else if (is_traceback(here(depth).value_or(""))) {
    lines_.next();
  }
  Node node;
  TextFrame place;
  frames(depth, node.link, place);
  if (const auto line = here(depth)) {
    if (const auto type = type_line(*line)) {
      node.link.module = type->module;
      node.link.type = type->type;
      node.link.message = type->message;
      lines_.next();
    }
  }
  if (!place.file.empty() && place.line > 0) {  // as str() of a SyntaxError ends
    node.link.message += " (" + std::string(place.file.substr(place.file.rfind('/') + 1)) + ", line " +
                         std::to_string(place.line) + ")";
  }
  const std::size_t index = nodes_.size();
  nodes_.push_back(std::move(node));
  for (std::size_t count = 0; count < kMessageLines; ++count, lines_.next()) {
    const auto line = here(depth);
    if (!line || line->empty() || is_traceback(*line) || separator(lines_.line()) ||
        line->starts_with("Local variables in innermost frame:")) {
      break;
    }
    (nodes_[index].link.message += '\n') += *line;
  }
  if (const auto found = separator(lines_.line());
      found && found->kind == Separator::kFirst && found->depth == depth + 1 && depth < kDeepest) {
    members(depth + 1, index);
  }
  return index;
}

void Parser::members(std::size_t depth, std::size_t group) {
  while (const auto found = separator(lines_.line())) {
    if (found->depth != depth || lines_.at_end()) {
      return;
    }
    lines_.next();
    if (found->kind == Separator::kEnd) {
      return;
    }
    const auto line = here(depth);
    if (line && line->starts_with("and ") && line->find(" more exception") != std::string_view::npos) {
      lines_.next();
    } else if (line && nodes_.size() < kMostNodes) {
      const std::size_t member = chain(depth);
      nodes_[group].members.push_back(member);
    }
    while (here(depth) && !separator(lines_.line())) {  // the rest of what this margin holds
      lines_.next();
    }
  }
}

/// An exception and all that it is chained to: the index of the one that was raised.
std::size_t Parser::chain(std::size_t depth) {
  std::size_t raised = one(depth);
  Lines ahead = lines_;
  for (std::size_t count = 0; count < kConnectorWithin && nodes_.size() < kMostNodes; ++count) {
    const auto line = ahead.at_end() ? std::nullopt : within_margin(ahead.line(), depth);
    if (!line || is_traceback(*line) || line->starts_with("Local variables in innermost frame:")) {
      break;
    }
    const char* kind = connector(*line);
    ahead.next();
    if (kind == nullptr) {
      continue;
    }
    if (within_margin(ahead.line(), depth).value_or("x").empty()) {
      ahead.next();
    }
    if (ahead.at_end()) {
      break;
    }
    lines_ = ahead;
    const std::size_t following = one(depth);
    nodes_[following].cause = raised;
    nodes_[following].cause_kind = kind;
    raised = following;
    ahead = lines_;
    count = 0;
  }
  return raised;
}

/// In the order of the Python hook, so that both make the same of it: breadth first, members before causes.
std::vector<TextLink> Parser::links(std::size_t raised) {
  struct Waiting {
    std::size_t node;
    const char* kind;
    std::size_t of;
  };
  std::vector<TextLink> found;
  std::deque<Waiting> waiting = {{raised, nullptr, 0}};
  for (; !waiting.empty() && found.size() < kMaxLinks; waiting.pop_front()) {
    Node& node = nodes_[waiting.front().node];
    node.link.kind = waiting.front().kind;
    node.link.of = waiting.front().of;
    for (const std::size_t member : node.members) {
      waiting.push_back({member, "group", found.size()});
    }
    if (node.cause != kNone) {
      waiting.push_back({node.cause, node.cause_kind, found.size()});
    }
    found.push_back(std::move(node.link));
  }
  return found;
}

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
