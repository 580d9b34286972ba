// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "cel/trace/lines.h"
#include "cel/trace/links.h"
#include "cel/trace/python_lines.h"

namespace cel::python {

/// Reads exceptions and what they are chained to, from a given line on. Any lines are good enough.
class Parser {
 public:
  explicit Parser(const Lines& at) : lines_(at) {}

  /// Reads an exception and all that it is chained to, and goes past it; returns the index of the one that
  /// was raised. `depth`: of the exception group that it is a member of, 0 outside of any.
  std::size_t chain(std::size_t depth);
  /// The links of what chain() has read, in the order of the Python hook, so that both make the same of it:
  /// breadth first, members before causes. To be called once.
  std::vector<TextLink> links(std::size_t raised);
  /// Where the line after all that was read starts.
  std::size_t offset() const { return lines_.offset(); }

 private:
  struct Node {
    TextLink link;
    std::vector<std::size_t> members;
    std::optional<std::size_t> cause;
    const char* cause_kind = nullptr;
  };

  /// One exception without what it is chained to.
  std::size_t one(std::size_t depth);
  /// The lines of frames; `place` is that of a syntax error, if there is one.
  void frames(std::size_t depth, TextLink& link, TextFrame& place);
  void message(std::size_t depth, TextLink& link);
  void members(std::size_t depth, std::size_t group);
  std::optional<std::string_view> here(std::size_t depth) const {
    return lines_.at_end() ? std::nullopt : within_margin(lines_.line(), depth);
  }

  Lines lines_;
  std::vector<Node> nodes_;
};

}  // namespace cel::python
