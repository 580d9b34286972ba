// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "cel/logger/window.h"
#include "cel/record/parse.h"

namespace cel {

/// Finds the reports in bytes that come one after the other, whatever they are, each as soon as it is whole:
///
/// - a JSON object on the first line, blank lines before it passed over: each line that is an object is a
///   report, and the lines between them are reports of text, none of them dropped;
/// - else one JSON object, on any number of lines, nearly valid (json_string.h) being good enough: one
/// report;
/// - else one report of text, even where it is nothing but white space. No bytes are no report.
///
/// Of a report that is longer than the window the start and the end are kept.
class Splitter {
 public:
  /// Holds `window` bytes; of an object what is within `bounds`.
  Splitter(std::size_t window, const JsonBounds& bounds) : window_(window), bounds_(bounds) {}

  /// Where the next bytes go, and that `count` of them were put there.
  Window::Room room();
  void add(std::size_t count) { window_.add(count); }

  /// No bytes follow.
  void end() { ended_ = true; }

  /// The next report, if one is whole. Its text is a view that is valid up to the next call of next() or
  /// room().
  std::optional<RawReport> next();

  /// The bytes that no report was made of yet, and how many reports they are at the least.
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
  std::size_t line_ = 0;              // where the first line that is not read yet starts
  bool line_lost_start_ = false;      // to what was left out
  std::size_t searched_ = 0;          // up to where there is no newline in it
  std::size_t taken_ = 0;             // what the last report was made of, dropped before the next one
  std::optional<RawReport> pending_;  // the object behind the text that was returned before it
  std::size_t pending_size_ = 0;
  bool ended_ = false;
};

}  // namespace cel
