// SPDX-License-Identifier: Apache-2.0
//
// cel report: one HTML page of all that was found.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/reading.h"
#include "cel/reader/html/page.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/moment.h"
#include "cel/report/groups.h"
#include "cel/report/triage/triage_watch.h"

namespace cel {
namespace {

constexpr GroupLimits kLimits{
    .groups = 20'000, .bytes = 20U << 20U, .kept_bytes = 96U << 20U, .kept_one = 256U << 10U};

int write_report_page(const Options& options, const std::string& path, std::int64_t now) {
  if (options.json != JsonForm::none && path == "-") {
    say("--json and --output - cannot both have standard output: write the page to a file");
    return kUsage;
  }
  Reading reading(options);
  Groups groups(std::min(now, options.wanted.until), kLimits);
  TriageWatch watch(*options.triage, now);
  Report report;
  while (reading.next(report)) {
    GroupId id = (*options.rules)(report);
    watch.note(id.id, report);
    groups.add(std::move(report), std::move(id));
  }
  reading.clear_progress();
  html::PageInput input;
  input.now = now;
  input.ungrouped = groups.ungrouped();
  input.groups = groups.take();
  std::erase_if(input.groups, [&](const Group& group) {
    return !wants_status(options, watch.status_of(group.fingerprint));
  });
  for (Group& group : input.groups) {
    group.status = options.triage->entries().empty() ? "" : watch.words_of(group.fingerprint, local_time);
  }
  if (options.limit && *options.limit < input.groups.size()) {
    input.groups.erase(input.groups.begin() + static_cast<std::ptrdiff_t>(*options.limit),
                       input.groups.end());
  }
  const std::size_t found = input.groups.size();
  const std::string page = html::page_of(input);
  Output output(false);
  if (path == "-") {
    output.write(page);
  } else if (const Result<void> written = html::write_page(path, page); !written) {
    reading.add_problem(written.error());
    return reading.conclude(output, 0);
  } else if (options.json != JsonForm::none) {
    output.write(
        json_text({{"page", path}, {"groups", found}, {"ungrouped", input.ungrouped}}, options.json));
  }
  return reading.conclude(output, found);
}

}  // namespace

Subcommand report_command() {
  return {"report", "one HTML page of all: errors over time, each with its newest report",
          [](CLI::App& app) -> RunCommand {
            auto path = std::make_shared<std::string>();
            app.add_option("-o,--output", *path, "where to write it; - is standard output")
                ->type_name("FILE.html")
                ->required()
                ->group("Output");
            return [path](const Options& options, std::int64_t now) {
              return write_report_page(options, *path, now);
            };
          },
          Subcommand::kSplits | Subcommand::kFilters | Subcommand::kHasStatus};
}

}  // namespace cel
