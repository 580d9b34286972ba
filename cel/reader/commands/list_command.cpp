// SPDX-License-Identifier: Apache-2.0
//
// cel list: a line for each report.

#include <unistd.h>

#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/reading.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/output.h"
#include "cel/reader/output/report_line.h"
#include "cel/report/triage/triage_watch.h"

namespace cel {
namespace {

int list_reports(const Options& options, std::int64_t now) {
  const bool json = options.json != JsonForm::none;
  const bool with_status = !options.triage->entries().empty() || !options.statuses.empty();
  Reading reading(options);
  Output output(options.pager && !json);
  const ReportLines lines(output.style(), isatty(STDOUT_FILENO) == 1, with_status);
  Report report;
  std::uint64_t count = 0;
  bool is_read = true;
  while (is_read && (!options.limit || count < *options.limit) && reading.next(report)) {
    GroupStatus status = GroupStatus::fresh;
    if (with_status) {
      status = status_by(options.triage->find((*options.rules)(report).id), report, now);
      if (!wants_status(options, status)) {
        continue;
      }
    }
    reading.clear_progress();
    if (count++ == 0 && options.legend && !json) {
      output.write(lines.heading());
    }
    is_read = output.write(json ? json_text(json_of(report, (*options.rules)(report)), options.json)
                                : lines.line(report, status_word(status)));
  }
  return reading.conclude(output, count);
}

}  // namespace

Subcommand list_command() {
  return {"list", "a line for each report, newest first",
          [](CLI::App& /*app*/) -> RunCommand { return list_reports; },
          Subcommand::kReverses | Subcommand::kFilters | Subcommand::kHasStatus};
}

}  // namespace cel
