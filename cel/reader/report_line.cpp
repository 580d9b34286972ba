// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/report_line.h"

#include "cel/reader/moment.h"
#include "cel/reader/names.h"
#include "cel/reader/summary.h"

namespace cel {
namespace {

constexpr std::size_t kWide = 110;  // columns; there is room for whole names and years from here

}  // namespace

ReportLines::ReportLines(const Style& style, bool terminal)
    : wide_(!terminal || style.width >= kWide),
      id_digits_(wide_ ? 12 : 8),
      table_({{"TIME", wide_ ? 19U : 14U, Ink::faint},
              {"CONTAINER", wide_ ? 20U : 10U, Ink::name},
              {"TYPE", 7},
              {"ID", id_digits_, Ink::faint},
              {"WHERE", wide_ ? 28U : 12U, Ink::plain, true},
              {"REASON", 0, Ink::error}},
             style, terminal) {}

std::string ReportLines::line(const Report& report) const {
  const Summary summary = summary_of(report.record);
  return table_.line({short_time(report.time, wide_), short_name(*report.container), summary.type,
                      report.id.substr(0, id_digits_), summary.where, summary.what});
}

}  // namespace cel
