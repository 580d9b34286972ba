// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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

}  // namespace cel
