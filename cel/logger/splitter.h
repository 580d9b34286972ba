// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "cel/logger/window.h"
#include "cel/record/parse.h"

namespace cel {

/// Splits any input into reports, each returned as soon as it is complete:
///
/// - If the first line that is not blank is a JSON object, each line that is an object is a report, and the
/// lines
///   between two objects are a report of text.
/// - Otherwise one JSON object over several lines, even if not quite valid (json_string.h), is one report.
/// - Any other input is one report of text, white space included. Empty input has no report.
///
/// Of a report that is longer than the window, the start and the end are kept.
class Splitter {
 public:
  /// Keeps at most `window` bytes of the input, and of an object what is within `bounds`.
  Splitter(std::size_t window, const JsonBounds& bounds) : window_(window), bounds_(bounds) {}

  /// Returns where to put the next bytes; add() tells how many were put there.
  Window::Room room();
  void add(std::size_t count) { window_.add(count); }

  /// Tells that no bytes follow.
  void end() { ended_ = true; }

  /// Returns the next complete report, if there is one. Its text is a view, valid until next() or room() is
  /// called.
  std::optional<RawReport> next();

  /// Returns the number of bytes that are in no report yet, and of how many reports they are at least.
  std::size_t bytes_left() const { return window_.bytes().size() - taken_; }
  std::size_t reports_left() const;

 private:
  enum class Kind { unknown, lines, whole };

  std::optional<RawReport> read_line(std::size_t end);
  std::optional<RawReport> read_rest();
  RawReport parse(std::size_t& end);
  RawReport take_text(std::size_t end);
  bool has_cut(std::size_t begin, std::size_t end) const;
  std::size_t close_cut(std::size_t& end);
  void drop_taken();

  Window window_;
  JsonBounds bounds_;
  Kind kind_ = Kind::unknown;
  std::size_t line_ = 0;              // the start of the first line that is not read yet
  bool line_lost_start_ = false;      // its start was left out
  std::size_t searched_ = 0;          // it has no newline before this position
  std::size_t taken_ = 0;             // bytes of the last report, dropped before the next one
  std::optional<RawReport> pending_;  // the object after the text that was returned last
  std::size_t pending_size_ = 0;
  bool ended_ = false;
};

}  // namespace cel
