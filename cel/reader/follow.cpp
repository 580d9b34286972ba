// SPDX-License-Identifier: Apache-2.0
//
// cel follow: a line for each report, as they come.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "cel/reader/commands.h"
#include "cel/reader/exit_status.h"
#include "cel/reader/follower.h"
#include "cel/reader/json_report.h"
#include "cel/reader/output.h"
#include "cel/reader/printable.h"
#include "cel/reader/report_line.h"
#include "cel/source/file_follow.h"

namespace cel {
namespace {

volatile std::sig_atomic_t stop = 0;

void say(const std::string& sentence) {
  (void)std::fprintf(stderr, "cel: %s\n", printable(sentence).c_str());  // NOLINT(*-vararg)
}

bool is_there(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

using Watches = std::vector<std::unique_ptr<LogWatch>>;

Result<void> add(Watches& watches, Result<std::unique_ptr<LogWatch>> watch) {
  if (!watch) {
    return Error{watch.error()};
  }
  watches.push_back(std::move(*watch));
  return {};
}

/// What a person named or, when nothing was, all that this host has.
Result<Watches> open_watches(const SourceChoice& choice, const Wanted& wanted) {
  const bool all = choice.nothing_said();
  const char* home = std::getenv("HOME");
  const std::string storage = "/containers/storage/overlay-containers";
  const std::string podman =
      geteuid() == 0 || home == nullptr ? "/var/lib" + storage : home + ("/.local/share" + storage);
  std::vector<std::string> paths = choice.files;
  for (const auto& [said, path] :
       {std::pair(choice.docker, std::string("/var/lib/docker/containers")), std::pair(choice.podman, podman),
        std::pair(choice.cri, choice.cri_folder.empty() ? "/var/log/pods" : choice.cri_folder)}) {
    if (said || (all && is_there(path))) {
      paths.push_back(path);
    }
  }
  Watches watches;
  Result<void> added;
  if (choice.journal || (all && (is_there("/run/log/journal") || is_there("/var/log/journal")))) {
    added = add(watches, follow_journal(choice.place, wanted));
  }
  for (auto path = paths.begin(); added && path != paths.end(); ++path) {
    added = add(watches, follow_path(*path, wanted));
  }
  if (added && watches.empty()) {
    added = Error{"there is nothing to follow here: no journal and no engine's log files"};
  }
  return added ? Result<Watches>(std::move(watches)) : Error{added.error()};
}

void stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop = 1; };
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace

int follow_reports(const Options& options) {
  stop_on_signals();
  Result<Watches> watches = open_watches(options.sources, options.wanted);
  Result<Cursor> cursor = watches ? Cursor::open(options.cursor_file) : Error{watches.error()};
  if (!cursor) {
    say(cursor.error());
    return kNotFound;
  }
  const bool json = options.json != JsonForm::none;
  Output output(false);
  const ReportLines lines(output.style(), isatty(STDOUT_FILENO) == 1);
  if (options.legend && !json) {
    output.write(lines.heading());
  }
  std::uint64_t count = 0;
  Follower follower(std::move(*watches), options.wanted.tag, std::move(*cursor), [&](const Report& report) {
    if (report.time < options.wanted.since || !options.match(report)) {
      return true;
    }
    const bool written = output.write(json ? json_text(json_of(report), options.json) : lines.line(report));
    count += written ? 1 : 0;
    stop = stop != 0 || count == options.limit ? 1 : 0;
    return written;
  });
  const Result<void> followed = follower.run(stop);
  const Result<void> written = output.finish();
  for (const Result<void>* result : {&followed, &written}) {
    if (!*result) {
      say(result->error());
    }
  }
  return followed && written ? kFound : kNotFound;
}

}  // namespace cel
