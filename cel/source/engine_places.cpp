// SPDX-License-Identifier: Apache-2.0
#include "cel/source/engine_places.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cel/source/engines/engine_folders.h"
#include "cel/source/found_logs.h"
#include "cel/source/text/file_follow.h"

namespace cel {
namespace {

/// The names of a storage's folders of containers, of each driver that has one; the default's if none has.
std::vector<std::string> container_folders(const Storage& storage) {
  std::vector<std::string> names;
  for (const char* const driver : {"overlay", "vfs", "btrfs", "zfs"}) {
    const std::string name = std::string(driver) + "-containers";
    if (storage.open_folder(storage.path() + "/" + name)) {
      names.push_back(name);
    }
  }
  return names.empty() ? std::vector<std::string>{"overlay-containers"} : names;
}

PodmanStorages storages_here() { return podman_storages(HostFiles(), StorageUser::self()); }

bool has_podman() {
  const PodmanStorages storages = storages_here();
  return !storages.problems.empty() ||
         std::any_of(storages.found.begin(), storages.found.end(), [](const Storage& storage) {
           return storage.is_another_users() ||
                  is_there(storage.path() + "/" + container_folders(storage).front());
         });
}

/// Where several users' storages are read, it is no error that one is missing.
std::vector<OpenedPlace> read_podman(const PlaceWords& words, const Wanted& wanted) {
  OpenedPlace place{"podman's log files", {}, {}};
  PodmanStorages storages = storages_here();
  for (const Storage& storage : storages.found) {
    std::string problem;
    Result<Sources> logs = open_podman(wanted, storage, problem);
    if (!problem.empty()) {
      storages.problems.push_back(std::move(problem));
    }
    if (logs) {
      std::move(logs->begin(), logs->end(), std::back_inserter(place.logs));
    } else if (!words.empty() && storages.found.size() == 1) {
      place.problem = logs.error();
    }
  }
  for (const std::string& problem : storages.problems) {
    place.problem += (place.problem.empty() ? "" : "; ") + problem;
  }
  std::vector<OpenedPlace> opened;
  if (!words.empty() || !place.logs.empty() || !place.problem.empty()) {
    opened.push_back(std::move(place));
  }
  return opened;
}

Result<FollowedPlace> follow_podman(const PlaceWords& words, const Wanted& wanted) {
  PodmanStorages storages = storages_here();
  FollowedPlace followed{{}, std::move(storages.problems)};
  const bool is_named = !words.empty() && storages.found.size() == 1;
  for (const Storage& storage : storages.found) {
    for (const std::string& name : container_folders(storage)) {
      const std::string folder = storage.path() + "/" + name;
      if (!is_named && !storage.is_another_users() && !is_there(folder)) {
        continue;
      }
      Result<std::unique_ptr<LogWatch>> watch = follow_path(folder, wanted, storage);
      if (!watch) {
        return Error{watch.error()};
      }
      followed.logs.push_back(std::move(*watch));
    }
  }
  return followed;
}

/// What is wrong with an engine's configuration, beside what is read nevertheless.
std::vector<OpenedPlace> with_problem(std::vector<OpenedPlace> places, const std::string& problem) {
  for (OpenedPlace& place : places) {
    place.problem += (place.problem.empty() || problem.empty() ? "" : "; ") + problem;
  }
  return places;
}

Result<FollowedPlace> with_problem(Result<FollowedPlace> followed, const std::string& problem) {
  if (followed && !problem.empty()) {
    followed->problems.push_back(problem);
  }
  return followed;
}

bool has_docker() {
  const EngineFolder root = docker_root(HostFiles());
  return !root.problem.empty() || is_there(root.path);
}

std::vector<OpenedPlace> read_docker(const PlaceWords& words, const Wanted& wanted) {
  const EngineFolder root = docker_root(HostFiles());
  if (words.empty() && !root.problem.empty() && !is_there(root.path)) {
    return opened_place("Docker's log files", Error{root.problem});
  }
  return with_problem(opened_place("Docker's log files", open_docker(wanted, root.path)), root.problem);
}

Result<FollowedPlace> follow_docker(const PlaceWords& words, const Wanted& wanted) {
  const EngineFolder root = docker_root(HostFiles());
  const std::string folder = root.path + "/containers";
  return with_problem(words.empty() && !is_there(folder) ? Result(FollowedPlace())
                                                         : followed_place(follow_path(folder, wanted)),
                      root.problem);
}

EngineFolder pods_folder(const PlaceWords& words) {
  return words.empty() || words.back().value.empty() ? pods_root(HostFiles())
                                                     : EngineFolder{words.back().value, {}};
}

bool has_pods() {
  const EngineFolder root = pods_root(HostFiles());
  return !root.problem.empty() || is_there(root.path);
}

std::vector<OpenedPlace> read_pods(const PlaceWords& words, const Wanted& wanted) {
  const EngineFolder root = pods_folder(words);
  const std::string name = "pods' log files in " + root.path;
  if (words.empty() && !root.problem.empty() && !is_there(root.path)) {
    return opened_place(name, Error{root.problem});
  }
  return with_problem(opened_place(name, open_pods(wanted, root.path)), root.problem);
}

Result<FollowedPlace> follow_pods(const PlaceWords& words, const Wanted& wanted) {
  const EngineFolder root = pods_folder(words);
  if (words.empty() && !is_there(root.path)) {
    return with_problem(FollowedPlace(), root.problem);
  }
  return with_problem(followed_place(follow_path(root.path, wanted, {}, root.path)), root.problem);
}

}  // namespace

KnownPlace docker_place() {
  return {"docker",
          {{"--docker", PlaceOption::Takes::nothing, "", "Docker's log files"}},
          has_docker,
          read_docker,
          follow_docker};
}

KnownPlace podman_place() {
  return {"podman",
          {{"--podman", PlaceOption::Takes::nothing, "", "podman's log files"}},
          has_podman,
          read_podman,
          follow_podman};
}

KnownPlace pods_place() {
  return {"cri",
          {{"--cri", PlaceOption::Takes::one_or_nothing, "DIR",
            "log files of Kubernetes' pods (--cri=DIR: below DIR)"}},
          has_pods,
          read_pods,
          follow_pods};
}

Result<Sources> open_docker(const Wanted& wanted, const std::string& root) {
  FoundLogs logs(wanted, Storage::own(root));
  const Result<void> found =
      logs.add_one_for_each("containers", [](const std::string& id) { return id + "-json.log"; });
  return found ? Result(logs.take()) : Error{found.error()};
}

Result<Sources> open_podman(const Wanted& wanted, const Storage& storage, std::string& problem) {
  FoundLogs logs(wanted, storage);
  Result<void> found;
  for (const std::string& name : container_folders(storage)) {
    found = logs.add_one_for_each(name, [](const std::string&) { return std::string("userdata/ctr.log"); });
    if (!found) {
      break;
    }
  }
  problem = logs.problem();
  return found ? Result(logs.take()) : Error{found.error()};
}

Result<Sources> open_pods(const Wanted& wanted, const std::string& folder) {
  FoundLogs logs(wanted, {}, folder);
  const Result<void> found = logs.add_below(folder);
  return found ? Result(logs.take()) : Error{found.error()};
}

Result<Sources> open_folder(const Wanted& wanted, const std::string& folder) {
  FoundLogs logs(wanted);
  const Result<void> found = logs.add_below(folder);
  return found ? Result(logs.take()) : Error{found.error()};
}

}  // namespace cel
