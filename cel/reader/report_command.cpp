// SPDX-License-Identifier: Apache-2.0
//
// cel report: one HTML page of all that was found.

#include <algorithm>
#include <utility>

#include "cel/reader/commands.h"
#include "cel/reader/html/page.h"
#include "cel/reader/json_report.h"
#include "cel/reader/reading.h"
#include "cel/report/groups.h"

namespace cel {
namespace {

constexpr GroupLimits kLimits{
    .groups = 20'000, .bytes = 20U << 20U, .newest_bytes = 96U << 20U, .newest_one = 256U << 10U};

}  // namespace

int write_report_page(const Options& options, std::int64_t now) {
  Reading reading(options);
  Groups groups(std::min(now, options.wanted.until), kLimits);
  Report report;
  while (reading.next(report)) {
    groups.add(std::move(report));
  }
  reading.clear_progress();
  html::PageInput input;
  input.now = now;
  input.ungrouped = groups.ungrouped();
  input.groups = groups.take();
  if (options.limit && *options.limit < input.groups.size()) {
    input.groups.erase(input.groups.begin() + static_cast<std::ptrdiff_t>(*options.limit),
                       input.groups.end());
  }
  const std::size_t found = input.groups.size();
  const std::string page = html::page_of(input);
  Output output(false);
  if (options.page == "-") {
    output.write(page);
  } else if (const Result<void> written = html::write_page(options.page, page); !written) {
    reading.add_problem(written.error());
    return reading.conclude(output, 0);
  } else if (options.json != JsonForm::none) {
    output.write(
        json_text({{"page", options.page}, {"groups", found}, {"ungrouped", input.ungrouped}}, options.json));
  }
  return reading.conclude(output, found);
}

}  // namespace cel
