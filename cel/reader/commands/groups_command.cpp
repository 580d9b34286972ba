// SPDX-License-Identifier: Apache-2.0
//
// cel groups: a line for each distinct error.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/reading.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/moment.h"
#include "cel/reader/output/table.h"
#include "cel/report/groups.h"
#include "cel/report/triage/triage_watch.h"

namespace cel {
namespace {

struct Layout {
  bool with_status;
  std::size_t group_digits;
  std::size_t trend_width;
  Table table;

  Layout(const Style& style, bool terminal, bool has_status)
      : Layout(style, terminal, has_status, SpareColumns(style, terminal)) {}

  Layout(const Style& style, bool terminal, bool has_status, SpareColumns spare)
      : with_status(has_status),
        group_digits(6 + spare.take(6)),
        trend_width(8 + spare.take(8)),
        table(with_status_column({{"COUNT", 6, Ink::strong, false, true},
                                  {"FIRST", 10, Ink::faint, false, true, 2},
                                  {"LAST", 10, Ink::faint, false, true, 5},
                                  {"TREND", trend_width, Ink::plain, false, false, 1},
                                  {"GROUP", group_digits, Ink::faint, false, false, 4},
                                  {"CONTAINERS", 10 + spare.take(10), Ink::name, false, false, 3},
                                  {"REASON", 0, Ink::error}},
                                 has_status),
              style, terminal) {}
};

std::string containers_of(const Group& group) {
  std::string names = fmt::format("{}", fmt::join(group.containers, " "));
  return group.more_containers ? names + " …" : names;
}

/// How long ago, or for long the day; a log may not have said when.
std::string age_of(std::int64_t time, std::int64_t now) {
  constexpr std::int64_t kManyDays = std::int64_t{30} * 86'400 * 1'000'000;
  constexpr std::size_t kDateDigits = 10;  // 2026-01-31
  return time == 0                ? "unknown"
         : now - time > kManyDays ? short_time(time, true).substr(0, kDateDigits)
                                  : span_text(now - time);
}

std::string line_of(const Group& group, GroupStatus status, const Layout& layout, std::int64_t now) {
  const std::string digits = group.fingerprint.substr(group.fingerprint.find(':') + 1);
  const std::string reason =
      group.summary.where.empty() ? titled(group) : titled(group) + "  " + group.summary.where;
  std::vector<std::string> cells{std::to_string(times_of(group)),
                                 age_of(group.first, now),
                                 age_of(group.last, now),
                                 sparkline(group.histogram, layout.trend_width),
                                 digits.substr(0, layout.group_digits),
                                 containers_of(group),
                                 reason};
  if (layout.with_status) {
    cells.insert(cells.end() - 1, std::string(status_word(status)));
  }
  return layout.table.line(cells);
}

int list_groups(const Options& options, std::int64_t now) {
  const bool json = options.json != JsonForm::none;
  Reading reading(options);
  Groups groups(std::min(now, options.wanted.until));
  TriageWatch watch(*options.triage, now);
  Report report;
  while (reading.next(report)) {
    GroupId id = (*options.rules)(report);
    watch.note(id.id, report);
    groups.add(std::move(report), std::move(id));
  }
  reading.clear_progress();
  const std::uint64_t ungrouped = groups.ungrouped();
  std::vector<Group> all = groups.take();
  std::erase_if(
      all, [&](const Group& group) { return !wants_status(options, watch.status_of(group.fingerprint)); });
  if (options.wanted.direction == Direction::oldest_first) {
    std::reverse(all.begin(), all.end());
  }
  if (options.limit && *options.limit < all.size()) {
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(*options.limit), all.end());
  }
  Output output(options.pager && !json);
  const bool with_status = !options.triage->entries().empty() || !options.statuses.empty();
  const Layout layout(output.style(), isatty(STDOUT_FILENO) == 1, with_status);
  if (!all.empty() && options.legend && !json) {
    output.write(layout.table.heading());
  }
  for (const Group& group : all) {
    const GroupStatus status = watch.status_of(group.fingerprint);
    if (!output.write(json ? json_text(json_of(group, status_word(status)), options.json)
                           : line_of(group, status, layout, now))) {
      break;
    }
  }
  if (ungrouped != 0) {
    reading.add_problem(fmt::format(
        "{} reports belong to further groups than can be kept; narrow them down by --since or a match",
        ungrouped));
  }
  return reading.conclude(output, all.size());
}

}  // namespace

Subcommand groups_command() {
  return {"groups", "a line for each distinct error, seen last first",
          [](CLI::App& /*app*/) -> RunCommand { return list_groups; },
          Subcommand::kReverses | Subcommand::kSplits | Subcommand::kFilters | Subcommand::kHasStatus};
}

}  // namespace cel
