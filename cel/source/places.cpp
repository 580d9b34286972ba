// SPDX-License-Identifier: Apache-2.0
#include "cel/source/places.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "cel/source/engine_places.h"
#include "cel/source/file_places.h"
#include "cel/source/journal_place.h"
#include "cel/source/kubernetes_place.h"
#include "cel/source/peer_place.h"

namespace cel {
namespace {

struct ChosenPlace {
  const KnownPlace& place;
  PlaceWords words;
};

std::vector<ChosenPlace> chosen_places(const PlaceChoice& choice) {
  const std::vector<KnownPlace>& places = known_places();
  std::vector<ChosenPlace> chosen;
  for (const KnownPlace& place : places) {
    if (choice.empty() && place.stands_for_all && place.exists()) {
      return {{place, {}}};
    }
    if (const auto named = choice.find(place.name); named != choice.end()) {
      chosen.push_back({place, named->second});
    } else if (choice.empty() && place.exists()) {
      chosen.push_back({place, {}});
    }
  }
  return chosen;
}

}  // namespace

const std::vector<KnownPlace>& known_places() {
  static const std::vector<KnownPlace> places{
      stdin_place(), journal_place(),    docker_place(), podman_place(),
      pods_place(),  kubernetes_place(), peer_place(),   files_place(),
  };
  return places;
}

void add_file(PlaceChoice& choice, std::string path) {
  const KnownPlace place = path == "-" ? stdin_place() : files_place();
  choice[place.name].push_back({{}, std::move(path)});
}

std::vector<std::string> place_names(const PlaceChoice& choice) {
  std::vector<std::string> names;
  for (const ChosenPlace& chosen : chosen_places(choice)) {
    names.emplace_back(chosen.place.name);
  }
  return names;
}

std::vector<OpenedPlace> open_places(const PlaceChoice& choice, const Wanted& wanted) {
  std::vector<OpenedPlace> opened;
  for (const ChosenPlace& chosen : chosen_places(choice)) {
    std::vector<OpenedPlace> some = chosen.place.read(chosen.words, wanted);
    std::move(some.begin(), some.end(), std::back_inserter(opened));
  }
  return opened;
}

Result<FollowedPlace> follow_places(const PlaceChoice& choice, const Wanted& wanted) {
  FollowedPlace all;
  for (const ChosenPlace& chosen : chosen_places(choice)) {
    Result<FollowedPlace> followed = chosen.place.follow(chosen.words, wanted);
    if (!followed) {
      return followed;
    }
    std::move(followed->logs.begin(), followed->logs.end(), std::back_inserter(all.logs));
    std::move(followed->problems.begin(), followed->problems.end(), std::back_inserter(all.problems));
  }
  if (all.logs.empty()) {
    return Error{"there is nothing to follow here: no journal and no engine's log files"};
  }
  return all;
}

}  // namespace cel
