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
};

/// Lays out lines of a table that is written line by line. For a terminal each line fits its width; elsewhere
/// nothing is ever cut.
class Table {
 public:
  Table(std::vector<Column> columns, const Style& style, bool cut);

  std::string heading() const;

  /// A line with its newline; `cells` are as many as there are columns, any bytes.
  std::string line(const std::vector<std::string>& cells) const;

 private:
  std::string cell(const Column& column, const std::string& printable, std::size_t width) const;
  std::string laid_out(const std::vector<std::string>& cells, bool is_heading) const;

  std::vector<Column> columns_;
  Style style_;
  bool cut_;
};

}  // namespace cel
