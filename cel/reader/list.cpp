// SPDX-License-Identifier: Apache-2.0
//
// cel list: a line for each report.

#include <unistd.h>

#include "cel/reader/commands.h"
#include "cel/reader/json_report.h"
#include "cel/reader/moment.h"
#include "cel/reader/names.h"
#include "cel/reader/output.h"
#include "cel/reader/reading.h"
#include "cel/reader/summary.h"
#include "cel/reader/table.h"

namespace cel {
namespace {

constexpr std::size_t kWide = 110;  // columns; there is room for whole names and years from here

struct Layout {
  bool wide;
  std::size_t id_digits;  // a match takes any number from 4
  Table table;

  Layout(const Style& style, bool terminal)
      : wide(!terminal || style.width >= kWide),
        id_digits(wide ? 12 : 8),
        table({{"TIME", wide ? 19U : 14U, Ink::faint},
               {"CONTAINER", wide ? 20U : 10U, Ink::name},
               {"TYPE", 7},
               {"ID", id_digits, Ink::faint},
               {"WHERE", wide ? 28U : 12U, Ink::plain, true},
               {"REASON", 0, Ink::error}},
              style, terminal) {}
};

std::string line_of(const Report& report, const Layout& layout) {
  const Summary summary = summary_of(report.record);
  return layout.table.line({short_time(report.time, layout.wide), short_name(*report.container), summary.type,
                            report.id.substr(0, layout.id_digits), summary.where, summary.what});
}

}  // namespace

int list_reports(const Options& options) {
  const bool json = options.json != JsonForm::none;
  Reading reading(options);
  Output output(options.pager && !json);
  const Layout layout(output.style(), isatty(STDOUT_FILENO) == 1);
  Report report;
  std::uint64_t count = 0;
  bool is_read = true;
  while (is_read && (!options.limit || count < *options.limit) && reading.next(report)) {
    reading.clear_progress();
    if (count++ == 0 && options.legend && !json) {
      output.write(layout.table.heading());
    }
    is_read = output.write(json ? json_text(json_of(report), options.json) : line_of(report, layout));
  }
  return reading.conclude(output, count);
}

}  // namespace cel
