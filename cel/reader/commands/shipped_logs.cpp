// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/shipped_logs.h"

#include <chrono>
#include <utility>

#include "cel/reader/commands/decided_groups.h"
#include "cel/reader/output/json_line.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/output.h"
#include "cel/report/follow/line_follower.h"
#include "cel/source/places.h"

namespace cel {
namespace {

bool is_wanted(const Options& options, const Report& report) {
  return report.time >= options.wanted.since && options.match(report);
}

/// A line as a report, for words that are looked for in it: its text is the reason.
Report as_report(const LogLine& line, std::int64_t time) {
  Report report;
  report.time = time;
  report.container = line.container;
  report.record = {{"reason", std::string(line.text)}};
  return report;
}

std::int64_t present() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

Result<void> follow_shipped_logs(const Options& options, const ShippedLogs& how,
                                 const volatile std::sig_atomic_t& stop) {
  Wanted wanted = options.wanted;
  wanted.every_line = how.every_line;
  Result<FollowedPlace> followed = follow_places(options.places, wanted);
  Result<Cursor> cursor = followed ? Cursor::open(how.cursor_file) : Error{followed.error()};
  if (!cursor) {
    return Error{cursor.error()};
  }
  for (const std::string& sentence : followed->problems) {
    say(sentence);
  }
  if (how.every_line) {
    const bool has_words = !options.match.empty();
    const auto take = [&](const LogLine& line, const std::string& id) {
      const std::int64_t time = line.time != 0 ? line.time : present();
      const bool wants = time >= wanted.since && (!has_words || options.match(as_report(line, time)));
      return !wants || how.receiver(json_of(line, id, time));
    };
    LineFollower follower(std::move(followed->logs), std::move(*cursor), take, how.sync);
    follower.on_gap(how.on_gap);
    return follower.run(stop);
  }
  DecidedGroups decided(options.is_state_broken ? "" : options.state, *options.triage);
  const auto take = [&](const Report& report) {
    if (!is_wanted(options, report)) {
      return true;
    }
    const GroupId group = (*options.rules)(report);
    Json json = json_of(report, group);
    decided.add_status(json, report, group.id);
    return how.receiver(json);
  };
  Follower follower(std::move(followed->logs), wanted.tag, std::move(*cursor), take, how.sync,
                    wanted.tracebacks);
  follower.on_gap(how.on_gap);
  return follower.run(stop);
}

}  // namespace cel
