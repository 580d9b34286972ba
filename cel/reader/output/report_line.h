// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cel/reader/output/table.h"
#include "cel/report/report.h"

namespace cel {

/// Reports as a table, a line each.
class ReportLines {
 public:
  /// `terminal`: the lines are cut to the style's width. `with_status`: there is a column for it.
  ReportLines(const Style& style, bool terminal, bool with_status = false);

  std::string heading() const { return table_.heading(); }
  std::string line(const Report& report, std::string_view status = {}) const;

 private:
  ReportLines(const Style& style, bool terminal, bool with_status, SpareColumns spare);

  std::size_t id_digits_;  // a match takes any number from 4
  bool with_year_;
  bool with_status_;
  std::size_t where_width_;
  Table table_;
};

}  // namespace cel
