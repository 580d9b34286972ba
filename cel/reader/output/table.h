// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cel/reader/output/terminal.h"

namespace cel {

/// A column of a table.
struct Column {
  const char* heading;
  std::size_t width;  ///< columns of the terminal; 0 for the last one: all that is left
  Ink ink = Ink::plain;
  bool keep_end = false;  ///< of what is too long, the end is shown
  bool to_right = false;
  int drop =
      0;  ///< on a terminal that is too narrow: which column goes first (1), then next; 0: none of these
};

/// Half of what a terminal has beyond 80 columns, for other columns of a table than the last, which gets the
/// rest: so no column is narrower on a wider terminal.
class SpareColumns {
 public:
  /// `cut`: lines are cut to the style's width; otherwise there is room for all.
  SpareColumns(const Style& style, bool cut)
      : left_(!cut                   ? kNotCut
              : style.width > kUsual ? (style.width - kUsual) / 2
                                     : 0) {}

  /// Returns how many of `most` there are, which are taken.
  std::size_t take(std::size_t most);

  /// Takes so many if there are as many; whether there were.
  bool take_all(std::size_t count);

 private:
  static constexpr std::size_t kUsual = 80;
  static constexpr std::size_t kNotCut = 1000;
  std::size_t left_;
};

/// Lays out lines of a table that is written line by line. For a terminal each line fits its width, for which
/// the least important columns are left out; elsewhere nothing is ever cut.
class Table {
 public:
  Table(std::vector<Column> columns, const Style& style, bool cut);

  std::string heading() const;

  /// A line with its newline; `cells` are as many as there are columns, any bytes.
  std::string line(const std::vector<std::string>& cells) const;

 private:
  std::string cell(const Column& column, const std::string& printable, std::size_t width) const;
  std::string laid_out(const std::vector<std::string>& cells, bool is_heading) const;
  void drop_columns();

  std::vector<Column> columns_;
  std::vector<bool> shown_;
  Style style_;
  bool cut_;
};

/// The columns with one for how a group stands before the last, if it is wanted.
std::vector<Column> with_status_column(std::vector<Column> columns, bool wanted);

}  // namespace cel
