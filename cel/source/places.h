// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cel/source/known_place.h"

namespace cel {

/// All places that logs are read from and followed at.
const std::vector<KnownPlace>& known_places();

/// The places that a person named, by KnownPlace::name, with what was said of each. None: all that this host
/// has, or standard input where something is piped into it.
using PlaceChoice = std::map<std::string, PlaceWords>;

/// Adds a file, folder, or `-` for standard input.
void add_file(PlaceChoice& choice, std::string path);

/// Returns the names of a choice's places, in the order of known_places().
std::vector<std::string> place_names(const PlaceChoice& choice);

/// Opens the places of a choice to read them once.
std::vector<OpenedPlace> open_places(const PlaceChoice& choice, const Wanted& wanted);

/// Opens the places of a choice to follow them. An error is one of a place that was named, or says that
/// nothing is there.
Result<FollowedPlace> follow_places(const PlaceChoice& choice, const Wanted& wanted);

}  // namespace cel
