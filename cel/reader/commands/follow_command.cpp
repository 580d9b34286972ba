// SPDX-License-Identifier: Apache-2.0
//
// cel follow: a line for each report, as they come.

#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <utility>

#include "cel/reader/commands/commands.h"
#include "cel/reader/commands/new_groups.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/output.h"
#include "cel/reader/output/report_line.h"
#include "cel/report/follow/follower.h"
#include "cel/source/places.h"

namespace cel {
namespace {

volatile std::sig_atomic_t follow_ended = 0;

struct FollowChoice {
  std::string cursor_file;
  bool only_new = false;  ///< of each group one report, when it is new or back after it was resolved
};

void stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { follow_ended = 1; };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaction(signal, &action, nullptr);
  }
}

/// Each log that is followed is open.
void allow_many_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
  }
}

std::int64_t time_of_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

int follow_reports(const Options& options, const FollowChoice& choice) {
  stop_on_signals();
  allow_many_files();
  Result<FollowedPlace> followed = follow_places(options.places, options.wanted);
  Result<Cursor> cursor = followed ? Cursor::open(choice.cursor_file) : Error{followed.error()};
  if (!cursor) {
    say(cursor.error());
    return kNotFound;
  }
  for (const std::string& problem : followed->problems) {
    say(problem);
  }
  const bool json = options.json != JsonForm::none;
  Output output(false);
  const ReportLines lines(output.style(), isatty(STDOUT_FILENO) == 1);
  if (options.legend && !json) {
    output.write(lines.heading());
  }
  std::uint64_t count = 0;
  NewGroups new_groups(options.is_state_broken ? "" : options.state, *options.triage);
  Follower follower(
      std::move(followed->logs), options.wanted.tag, std::move(*cursor),
      [&](const Report& report) {
        if (follow_ended != 0) {
          return false;  // it is one too many, and comes next time
        }
        if (report.time < options.wanted.since || !options.match(report)) {
          return true;
        }
        if (choice.only_new && !new_groups.is_told_by(report, (*options.rules)(report).id, time_of_now())) {
          return true;
        }
        const bool written = output.write(
            json ? json_text(json_of(report, (*options.rules)(report)), options.json) : lines.line(report));
        count += written ? 1 : 0;
        follow_ended = follow_ended != 0 || count == options.limit ? 1 : 0;
        return written;
      },
      choice.only_new ? Follower::Sync([&new_groups] { return new_groups.save(); }) : Follower::Sync(),
      options.wanted.tracebacks);
  std::uint64_t gaps = 0;
  follower.on_gap([&](const LogGap& gap) {
    say(gap_sentence(gap, ++gaps));
    if (json) {
      output.write(json_text(json_of(gap), options.json));
    }
  });
  const Result<void> ended = follower.run(follow_ended);
  const Result<void> written = output.finish();
  for (const Result<void>* result : {&ended, &written}) {
    if (!*result) {
      say(result->error());
    }
  }
  return ended && written ? kFound : kNotFound;
}

}  // namespace

Subcommand follow_command() {
  return {"follow", "a line for each report, as they come",
          [](CLI::App& app) -> RunCommand {
            auto choice = std::make_shared<FollowChoice>();
            app.add_flag("--new", choice->only_new, "only of groups that are new, or back after cel resolve");
            app.add_option("--cursor-file", choice->cursor_file,
                           "keep the place there, and go on where it says")
                ->type_name("FILE");
            return [choice](const Options& options, std::int64_t /*now*/) {
              return follow_reports(options, *choice);
            };
          },
          Subcommand::kHasStatus};
}

}  // namespace cel
