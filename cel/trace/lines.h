// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>

namespace cel {

/// Walks over the lines of a text; a line has neither its newline nor a carriage return before that.
class Lines {
 public:
  explicit Lines(std::string_view text, std::size_t offset = 0) : text_(text), offset_(offset) { find_end(); }

  bool at_end() const { return offset_ >= text_.size(); }
  /// Where the line starts in the text; the size of the text at the end.
  std::size_t offset() const { return offset_; }
  /// The line; empty at the end.
  std::string_view line() const {
    std::string_view line = text_.substr(offset_, end_ - offset_);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    return line;
  }
  std::string_view text() const { return text_; }
  void next() {
    offset_ = end_ < text_.size() ? end_ + 1 : text_.size();
    find_end();
  }

 private:
  void find_end() {
    const std::size_t end = text_.find('\n', offset_);
    end_ = end == std::string_view::npos ? text_.size() : end;
  }

  std::string_view text_;
  std::size_t offset_;
  std::size_t end_ = 0;
};

/// Where the line before the one at the offset `at` starts, no further back than `floor`; nothing when there
/// is none.
inline std::optional<std::size_t> line_before(std::string_view text, std::size_t at, std::size_t floor) {
  if (at <= floor) {
    return std::nullopt;
  }
  const std::size_t newline = at < 2 ? std::string_view::npos : text.rfind('\n', at - 2);
  return newline == std::string_view::npos || newline + 1 < floor ? floor : newline + 1;
}

/// `line` without the spaces and tabs that it starts with.
inline std::string_view unindented(std::string_view line) {
  return line.substr(std::min(line.find_first_not_of(" \t"), line.size()));
}

inline std::size_t indentation(std::string_view line) { return line.size() - unindented(line).size(); }

}  // namespace cel
