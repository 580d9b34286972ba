// SPDX-License-Identifier: Apache-2.0
//
// cel show: everything of one report.

#include <algorithm>
#include <utility>
#include <vector>

#include "cel/reader/commands.h"
#include "cel/reader/json_report.h"
#include "cel/reader/reading.h"
#include "cel/reader/show/show.h"
#include "cel/report/fold.h"
#include "cel/report/groups.h"
#include "cel/report/kept_report.h"
#include "cel/trace/trace.h"

namespace cel {
namespace {

constexpr std::uint64_t kMost = 10'000;  // reports that wait until all logs were read

Occurrences occurrences_of(const Report& report, const Groups& groups, const ReportedBefore& before) {
  const Group* group = groups.find(fingerprint_of(report.record));
  Occurrences seen;
  if (group != nullptr) {
    seen = {group->count + group->suppressed, group->first, group->last, {}};
  }
  seen.before = before.times(report);
  return seen;
}

}  // namespace

int show_report(const Options& options, std::int64_t now) {
  const bool json = options.json != JsonForm::none;
  const std::uint64_t limit = std::min(options.limit.value_or(1), kMost);
  Options all = options;
  if (!json) {
    // Reports that do not match are read, too: they tell how often the same error happened, and where.
    all.match = Match();
    all.wanted.container.clear();
  }
  Reading reading(all);
  reading.unfold();  // of what others name, when it was is told, and it may be just what was asked for
  Groups groups(now);
  ReportedBefore named_by_all;
  ReportedBefore named_by_shown;
  std::vector<KeptReport> shown;
  Report report;
  while ((!json || shown.size() < limit) && reading.next(report)) {
    const bool is_named = named_by_all.names(report);
    named_by_all.note(report);
    if (!named_by_shown.names(report) && shown.size() < limit && options.match(report)) {
      named_by_shown.note(report);
      shown.emplace_back(report);
    }
    if (!json && !is_named) {
      groups.add(std::move(report));
    }
  }
  reading.clear_progress();
  Output output(options.pager && !json);
  for (KeptReport& kept : shown) {
    const Report one = kept.take();
    if (!output.write(json          ? json_text(json_of(one), options.json)
                      : options.raw ? render_raw(one)
                                    : render_report(one, occurrences_of(one, groups, named_by_all),
                                                    output.style(), {now, options.full}))) {
      break;
    }
  }
  return reading.conclude(output, shown.size());
}

}  // namespace cel
