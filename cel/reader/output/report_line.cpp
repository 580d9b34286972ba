// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/report_line.h"

#include "cel/reader/output/moment.h"
#include "cel/reader/output/printable.h"
#include "cel/report/names.h"
#include "cel/report/summary.h"

#include <utility>
#include <vector>

namespace cel {
namespace {

constexpr std::size_t kNarrowWhere = 12;

/// `<file>:<line>:<function>`; the function is left out where all has no room.
std::string fitting_where(const std::string& where, std::size_t width) {
  constexpr std::string_view kDigits = "0123456789";
  for (std::size_t colon = where.find(':'); columns(printable(where)) > width && colon != std::string::npos;
       colon = where.find(':', colon + 1)) {
    const std::size_t end = where.find_first_not_of(kDigits, colon + 1);
    if (end != std::string::npos && end > colon + 1 && where[end] == ':') {
      return where.substr(0, end);
    }
  }
  return where;
}

}  // namespace

ReportLines::ReportLines(const Style& style, bool terminal, bool with_status)
    : ReportLines(style, terminal, with_status, SpareColumns(style, terminal)) {}

ReportLines::ReportLines(const Style& style, bool terminal, bool with_status, SpareColumns spare)
    : id_digits_(spare.take_all(4) ? 12 : 8),
      with_year_(spare.take_all(5)),
      with_status_(with_status),
      where_width_(kNarrowWhere + spare.take(16)),
      table_(with_status_column({{"TIME", with_year_ ? 19U : 14U, Ink::faint, false, false, 5},
                                 {"CONTAINER", 10 + spare.take(10), Ink::name, false, false, 4},
                                 {"TYPE", 7, Ink::plain, false, false, 1},
                                 {"ID", id_digits_, Ink::faint, false, false, 3},
                                 {"WHERE", where_width_, Ink::plain, true, false, 2},
                                 {"REASON", 0, Ink::error}},
                                with_status),
             style, terminal) {}

std::string ReportLines::line(const Report& report, std::string_view status) const {
  const Summary summary = summary_of(report.record);
  std::vector<std::string> cells{short_time(report.time, with_year_),
                                 short_name(*report.container),
                                 summary.type,
                                 report.id.substr(0, id_digits_),
                                 fitting_where(summary.where, where_width_),
                                 summary.what};
  if (with_status_) {
    cells.insert(cells.end() - 1, std::string(status));
  }
  return table_.line(cells);
}

}  // namespace cel
