// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/python_parser.h"

#include <deque>
#include <string>
#include <utility>

namespace cel::python {
namespace {

constexpr std::size_t kDeepest = 12;            // groups within groups; traceback.py stops at 10
constexpr std::size_t kConnectorWithin = 2000;  // lines of message before the sentence that links exceptions
constexpr std::size_t kPythonMessageLines = 50;
constexpr std::size_t kMostNodes = 4 * kMaxLinks;
constexpr std::string_view kLocals = "Local variables in innermost frame:";

/// Where the middle of a traceback was left out, the line before may be the start of any line of it.
bool is_before_cut(Lines at) {
  at.next();
  return is_cut(at.line());
}

/// Python 2 prints an empty line for the source of what lies in an archive.
bool is_empty_source(Lines at) {
  if (!at.line().empty()) {
    return false;
  }
  at.next();
  return frame_line(at.line()).has_value();
}

}  // namespace

void Parser::frames(std::size_t depth, TextLink& link, TextFrame& place) {
  bool source_follows = false;
  for (bool torn = false; const auto line = here(depth); lines_.next()) {
    const bool rest_of_line = torn && !line->starts_with(' ');
    torn = is_cut(*line);
    if (torn || rest_of_line) {
      source_follows = false;
    } else if (const auto frame = frame_line(*line)) {
      source_follows = !frame->function.empty();
      if (source_follows) {
        link.frames.add(*frame);
      } else {
        place = *frame;
      }
    } else if (line->starts_with("  [Previous line repeated ")) {
      link.frames.repeat_last();
    } else if (!line->starts_with(' ')) {
      if (!is_before_cut(lines_) && !is_empty_source(lines_)) {
        return;
      }
    } else if (source_follows) {
      link.frames.last()->source = unindented(*line);
      source_follows = false;
    }
  }
}

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
  message(depth, nodes_[index].link);
  if (const auto found = separator(lines_.line());
      found && found->kind == Separator::kFirst && found->depth == depth + 1 && depth < kDeepest) {
    members(depth + 1, index);
  }
  return index;
}

/// The further lines of a message, and notes.
void Parser::message(std::size_t depth, TextLink& link) {
  for (std::size_t count = 0; count < kPythonMessageLines; ++count, lines_.next()) {
    const auto line = here(depth);
    if (!line || line->empty() || is_traceback(*line) || separator(lines_.line()) ||
        line->starts_with(kLocals)) {
      break;
    }
    (link.message += '\n') += *line;
  }
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

std::size_t Parser::chain(std::size_t depth) {
  std::size_t raised = one(depth);
  Lines ahead = lines_;
  for (std::size_t count = 0; count < kConnectorWithin && nodes_.size() < kMostNodes; ++count) {
    const auto line = ahead.at_end() ? std::nullopt : within_margin(ahead.line(), depth);
    if (!line || is_traceback(*line) || line->starts_with(kLocals)) {
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
    if (node.cause) {
      waiting.push_back({*node.cause, node.cause_kind, found.size()});
    }
    found.push_back(std::move(node.link));
  }
  return found;
}

}  // namespace cel::python
