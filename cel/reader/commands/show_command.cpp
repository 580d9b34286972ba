// SPDX-License-Identifier: Apache-2.0
//
// cel show: everything of one report.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/reading.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/moment.h"
#include "cel/reader/show/show.h"
#include "cel/reader/show/ticket.h"
#include "cel/report/fold.h"
#include "cel/report/groups.h"
#include "cel/report/kept_report.h"
#include "cel/report/triage/triage_watch.h"

namespace cel {
namespace {

struct ShowChoice {
  bool full = false;    ///< nothing shortened
  bool raw = false;     ///< the traceback as the runtime printed it, and nothing else
  bool ticket = false;  ///< Markdown
};

constexpr std::uint64_t kMostShown = 10'000;  // reports that wait until all logs were read

Occurrences occurrences_of(const Report& report, const GroupId& id, const Groups& groups,
                           const ReportedBefore& before) {
  const Group* group = groups.find(id.id);
  Occurrences seen;
  if (group != nullptr) {
    seen = {times_of(*group), group->first, group->last, {}, {}, {}};
  }
  seen.group = id;
  seen.before = before.times(report);
  return seen;
}

std::vector<std::string> containers_in(const Groups& groups, const GroupId& id) {
  const Group* group = groups.find(id.id);
  return group == nullptr ? std::vector<std::string>() : group->containers;
}

int show_report(const Options& options, const ShowChoice& choice, std::int64_t now) {
  const bool json = options.json != JsonForm::none;
  const std::uint64_t limit = std::min(options.limit.value_or(1), kMostShown);
  Options all = options;
  if (!json) {
    // Reports that do not match are read, too: they tell how often the same error happened, and where.
    all.match = Match();
    all.wanted.container.clear();
  }
  Reading reading(all);
  reading.unfold();  // of what others name, when it was is told, and it may be just what was asked for
  Groups groups(now);
  TriageWatch watch(*options.triage, now);
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
      GroupId id = (*options.rules)(report);
      watch.note(id.id, report);
      groups.add(std::move(report), std::move(id));
    }
  }
  reading.clear_progress();
  Output output(options.pager && !json);
  for (KeptReport& kept : shown) {
    const Report one = kept.take();
    const GroupId id = (*options.rules)(one);
    Occurrences seen = occurrences_of(one, id, groups, named_by_all);
    seen.status = options.triage->entries().empty() ? "" : watch.words_of(id.id, local_time);
    if (!output.write(json            ? json_text(json_of(one, id), options.json)
                      : choice.raw    ? render_raw(one)
                      : choice.ticket ? ticket_of(one, seen, containers_in(groups, id), now)
                                      : render_report(one, seen, output.style(), {now, choice.full}))) {
      break;
    }
  }
  return reading.conclude(output, shown.size());
}

}  // namespace

Subcommand show_command() {
  return {
      "show", "everything of one report, the newest",
      [](CLI::App& app) -> RunCommand {
        auto choice = std::make_shared<ShowChoice>();
        app.add_flag("--full", choice->full, "every frame and value, however long, and the text as printed")
            ->group("Output");
        app.add_flag("--raw", choice->raw, "the traceback alone, as its language prints it")->group("Output");
        app.add_flag("--ticket", choice->ticket, "Markdown for an issue tracker")->group("Output");
        return
            [choice](const Options& options, std::int64_t now) { return show_report(options, *choice, now); };
      },
      Subcommand::kHasStatus};
}

}  // namespace cel
