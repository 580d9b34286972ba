// SPDX-License-Identifier: Apache-2.0
#include "cel/source/engine_places.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iterator>
#include <utility>

#include "cel/source/found_logs.h"
#include "cel/source/text/file_follow.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDockerRoot = "/var/lib/docker";
constexpr const char* kPodLogs = "/var/log/pods";

/// Storages, and a sentence for each that is left out.
struct Storages {
  std::vector<Storage> found;
  std::vector<std::string> problems;
};

/// Where podman keeps containers (containers-storage.conf(5)): this user's place, and as root every user's
/// below /home, too. The first one may not be there.
Storages podman_storages() {
  Storages storages;
  constexpr const char* kRootless = "containers/storage";
  if (geteuid() != 0) {
    const char* data = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    storages.found.push_back(
        Storage::own(data != nullptr ? fs::path(data) / kRootless
                                     : fs::path(home != nullptr ? home : "/") / ".local/share" / kRootless));
    return storages;
  }
  storages.found.push_back(Storage::own("/var/lib/containers/storage"));
  std::error_code ignored;
  for (fs::directory_iterator user("/home", ignored), end; !ignored && user != end; user.increment(ignored)) {
    Result<Storage> storage = Storage::of_user(user->path(), std::string(".local/share/") + kRootless);
    if (storage) {
      storages.found.push_back(std::move(*storage));
    } else if (!storage.error().empty()) {
      storages.problems.push_back(storage.error());
    }
  }
  return storages;
}

std::string containers_of(const Storage& storage) { return storage.path() + "/overlay-containers"; }

bool has_podman() {
  const Storages storages = podman_storages();
  return !storages.problems.empty() ||
         std::any_of(storages.found.begin(), storages.found.end(), [](const Storage& storage) {
           return storage.is_another_users() || is_there(containers_of(storage));
         });
}

/// Where several users' storages are read, it is no error that one is missing.
std::vector<OpenedPlace> read_podman(const PlaceWords& words, const Wanted& wanted) {
  OpenedPlace place{"podman's log files", {}, {}};
  Storages storages = podman_storages();
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
  Storages storages = podman_storages();
  FollowedPlace followed{{}, std::move(storages.problems)};
  for (const Storage& storage : storages.found) {
    const std::string folder = containers_of(storage);
    const bool is_named = !words.empty() && storages.found.size() == 1;
    if (!is_named && !storage.is_another_users() && !is_there(folder)) {
      continue;
    }
    Result<std::unique_ptr<LogWatch>> watch = follow_path(folder, wanted, storage);
    if (!watch) {
      return Error{watch.error()};
    }
    followed.logs.push_back(std::move(*watch));
  }
  return followed;
}

std::vector<OpenedPlace> read_docker(const PlaceWords& /*words*/, const Wanted& wanted) {
  return opened_place("Docker's log files", open_docker(wanted, kDockerRoot));
}

Result<FollowedPlace> follow_docker(const PlaceWords& words, const Wanted& wanted) {
  const std::string folder = std::string(kDockerRoot) + "/containers";
  return words.empty() && !is_there(folder) ? Result(FollowedPlace())
                                            : followed_place(follow_path(folder, wanted));
}

std::string pods_folder(const PlaceWords& words) {
  return words.empty() || words.back().value.empty() ? kPodLogs : words.back().value;
}

std::vector<OpenedPlace> read_pods(const PlaceWords& words, const Wanted& wanted) {
  const std::string folder = pods_folder(words);
  return opened_place("pods' log files in " + folder, open_pods(wanted, folder));
}

Result<FollowedPlace> follow_pods(const PlaceWords& words, const Wanted& wanted) {
  return followed_place(follow_path(pods_folder(words), wanted));
}

}  // namespace

KnownPlace docker_place() {
  return {"docker",
          {{"--docker", PlaceOption::Takes::nothing, "", "Docker's log files"}},
          [] { return is_there(kDockerRoot); },
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
          [] { return is_there(kPodLogs); },
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
  const Result<void> found = logs.add_one_for_each(
      "overlay-containers", [](const std::string&) { return std::string("userdata/ctr.log"); });
  problem = logs.problem();
  return found ? Result(logs.take()) : Error{found.error()};
}

Result<Sources> open_pods(const Wanted& wanted, const std::string& folder) {
  FoundLogs logs(wanted);
  const Result<void> found = logs.add_below(folder);
  return found ? Result(logs.take()) : Error{found.error()};
}

}  // namespace cel
