// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/places.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <iterator>
#include <string_view>
#include <utility>

#include "cel/source/files.h"
#include "cel/source/logs/engine_folders.h"

namespace cel {
namespace {

Place read_journal(const SourceChoice& choice, const Wanted& wanted) {
  Place place{"the journal", {}, {}};
  if (!choice.place.paths.empty()) {
    place.name += " of " + choice.place.paths.front();
  }
  Result<std::unique_ptr<Source>> source = open_journal(choice.place, wanted);
  if (source) {
    place.logs.push_back(std::move(*source));
  } else {
    place.problem = source.error();
  }
  return place;
}

Place read_files(std::string name, Result<Sources> sources) {
  Place place{std::move(name), {}, {}};
  if (sources) {
    place.logs = std::move(*sources);
  } else {
    place.problem = sources.error();
  }
  return place;
}

/// Where several users' storages are read, one that is not there is nobody's fault.
Place read_podman(const SourceChoice& choice, const Wanted& wanted) {
  Place place{"podman's log files", {}, {}};
  Storages storages = podman_storages();
  for (const Storage& storage : storages.found) {
    std::string problem;
    Result<Sources> logs = open_podman(wanted, storage, problem);
    if (!problem.empty()) {
      storages.problems.push_back(std::move(problem));
    }
    if (logs) {
      std::move(logs->begin(), logs->end(), std::back_inserter(place.logs));
    } else if (choice.podman && storages.found.size() == 1) {
      place.problem = logs.error();
    }
  }
  for (const std::string& problem : storages.problems) {
    place.problem += (place.problem.empty() ? "" : "; ") + problem;
  }
  return place;
}

}  // namespace

bool is_there(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

bool has_journal() { return is_there("/run/log/journal") || is_there("/var/log/journal"); }

bool is_piped_into() {
  struct stat status {};
  if (fstat(STDIN_FILENO, &status) != 0) {
    return false;
  }
  if (S_ISREG(status.st_mode)) {
    return status.st_size > 0;
  }
  pollfd end{STDIN_FILENO, POLLIN, 0};
  const bool is_over = poll(&end, 1, 0) == 1 && (end.revents & POLLIN) == 0;
  return S_ISFIFO(status.st_mode) && !is_over;
}

std::vector<Place> open_places(const SourceChoice& choice, const Wanted& wanted) {
  std::vector<Place> places;
  const bool all = choice.nothing_said();
  if (all && is_piped_into()) {
    places.push_back(read_files("standard input", open_path("-", wanted)));
    return places;
  }
  if (choice.journal || (all && has_journal())) {
    places.push_back(read_journal(choice, wanted));
  }
  if (choice.docker || (all && is_there(kDockerRoot))) {
    places.push_back(read_files("Docker's log files", open_docker(wanted, kDockerRoot)));
  }
  if (choice.podman || all) {
    places.push_back(read_podman(choice, wanted));
    if (!choice.podman && places.back().logs.empty() && places.back().problem.empty()) {
      places.pop_back();
    }
  }
  if (choice.cri || (all && is_there(kPodLogs))) {
    const std::string folder = choice.cri_folder.empty() ? kPodLogs : choice.cri_folder;
    places.push_back(read_files("pods' log files in " + folder, open_cri(wanted, folder)));
  }
  for (const std::string& file : choice.files) {
    places.push_back(read_files(file == "-" ? "standard input" : file, open_path(file, wanted)));
  }
  return places;
}

}  // namespace cel
