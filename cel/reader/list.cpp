// SPDX-License-Identifier: Apache-2.0
//
// cel list: a line for each report.

#include <unistd.h>

#include "cel/reader/commands.h"
#include "cel/reader/json_report.h"
#include "cel/reader/output/output.h"
#include "cel/reader/reading.h"
#include "cel/reader/report_line.h"

namespace cel {
int list_reports(const Options& options) {
  const bool json = options.json != JsonForm::none;
  Reading reading(options);
  Output output(options.pager && !json);
  const ReportLines lines(output.style(), isatty(STDOUT_FILENO) == 1);
  Report report;
  std::uint64_t count = 0;
  bool is_read = true;
  while (is_read && (!options.limit || count < *options.limit) && reading.next(report)) {
    reading.clear_progress();
    if (count++ == 0 && options.legend && !json) {
      output.write(lines.heading());
    }
    is_read = output.write(json ? json_text(json_of(report), options.json) : lines.line(report));
  }
  return reading.conclude(output, count);
}

}  // namespace cel
