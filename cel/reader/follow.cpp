// SPDX-License-Identifier: Apache-2.0
//
// cel follow: a line for each report, as they come.

#include <fcntl.h>
#include <sys/resource.h>
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
#include "cel/reader/json_report.h"
#include "cel/reader/options/exit_status.h"
#include "cel/reader/options/places.h"
#include "cel/reader/output/output.h"
#include "cel/reader/output/printable.h"
#include "cel/reader/report_line.h"
#include "cel/report/follow/follower.h"
#include "cel/source/logs/engine_folders.h"
#include "cel/source/text/file_follow.h"

namespace cel {
namespace {

volatile std::sig_atomic_t stop = 0;

void say(const std::string& sentence) {
  (void)std::fprintf(stderr, "cel: %s\n", printable(sentence).c_str());  // NOLINT(*-vararg)
}

using Watches = std::vector<std::unique_ptr<LogWatch>>;

Result<void> add(Watches& watches, Result<std::unique_ptr<LogWatch>> watch) {
  if (!watch) {
    return Error{watch.error()};
  }
  watches.push_back(std::move(*watch));
  return {};
}

/// The files and folders that a person named or, when nothing was, all that this host has.
std::vector<std::string> paths_of(const SourceChoice& choice, bool all) {
  std::vector<std::string> paths = choice.files;
  const auto add_if = [&paths](bool said, bool there, const std::string& path) {
    if (said || there) {
      paths.push_back(path);
    }
  };
  const std::string docker = std::string(kDockerRoot) + "/containers";
  const std::string pods = choice.cri_folder.empty() ? kPodLogs : choice.cri_folder;
  add_if(choice.docker, all && is_there(docker), docker);
  add_if(choice.cri, all && is_there(pods), pods);
  return paths;
}

/// Where several users' storages are followed, one that is not there is nobody's fault.
Result<void> add_podman(Watches& watches, const SourceChoice& choice, const Wanted& wanted) {
  const Storages storages = podman_storages();
  for (const std::string& problem : storages.problems) {
    say(problem);
  }
  Result<void> added;
  for (const Storage& storage : storages.found) {
    const std::string folder = storage.path() + "/overlay-containers";
    const bool said = choice.podman && storages.found.size() == 1;
    if (added && (said || storage.is_another_users() || is_there(folder))) {
      added = add(watches, follow_path(folder, wanted, storage));
    }
  }
  return added;
}

Result<Watches> open_watches(const SourceChoice& choice, const Wanted& wanted) {
  const bool piped = choice.nothing_said() && is_piped_into();
  const bool all = choice.nothing_said() && !piped;
  Watches watches;
  Result<void> added;
  if (choice.journal || (all && has_journal())) {
    added = add(watches, follow_journal(choice.place, wanted));
  }
  const std::vector<std::string> paths = piped ? std::vector<std::string>{"-"} : paths_of(choice, all);
  for (auto path = paths.begin(); added && path != paths.end(); ++path) {
    added = add(watches, follow_path(*path, wanted));
  }
  if (added && (all || choice.podman)) {
    added = add_podman(watches, choice, wanted);
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

/// Each log that is followed is open.
void allow_many_files() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
  }
}

}  // namespace

int follow_reports(const Options& options) {
  stop_on_signals();
  allow_many_files();
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
    if (stop != 0) {
      return false;  // it is one too many, and comes next time
    }
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
