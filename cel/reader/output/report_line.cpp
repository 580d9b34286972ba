// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/report_line.h"

#include "cel/reader/output/moment.h"
#include "cel/reader/output/printable.h"
#include "cel/report/names.h"
#include "cel/report/summary.h"

namespace cel {
namespace {

constexpr std::size_t kWide = 110;  // columns; there is room for whole names and years from here
constexpr std::size_t kNarrowWhere = 12;

/// `<file>:<line>:<function>`; the function is left out where all has no room.
std::string narrow_where(const std::string& where) {
  constexpr std::string_view kDigits = "0123456789";
  for (std::size_t colon = where.find(':');
       columns(printable(where)) > kNarrowWhere && colon != std::string::npos;
       colon = where.find(':', colon + 1)) {
    const std::size_t end = where.find_first_not_of(kDigits, colon + 1);
    if (end != std::string::npos && end > colon + 1 && where[end] == ':') {
      return where.substr(0, end);
    }
  }
  return where;
}

}  // namespace

ReportLines::ReportLines(const Style& style, bool terminal)
    : wide_(!terminal || style.width >= kWide),
      id_digits_(wide_ ? 12 : 8),
      table_({{"TIME", wide_ ? 19U : 14U, Ink::faint},
              {"CONTAINER", wide_ ? 20U : 10U, Ink::name},
              {"TYPE", 7},
              {"ID", id_digits_, Ink::faint},
              {"WHERE", wide_ ? 28U : kNarrowWhere, Ink::plain, true},
              {"REASON", 0, Ink::error}},
             style, terminal) {}

std::string ReportLines::line(const Report& report) const {
  const Summary summary = summary_of(report.record);
  return table_.line({short_time(report.time, wide_), short_name(*report.container), summary.type,
                      report.id.substr(0, id_digits_), wide_ ? summary.where : narrow_where(summary.where),
                      summary.what});
}

}  // namespace cel
