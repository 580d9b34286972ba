// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"
#include "cel/source/followed_log.h"
#include "cel/source/source.h"

namespace cel {

/// One source for each container, or file that is no container's. A file is open, and more than a little
/// memory taken, only while a source looks for its next lines.
using Sources = std::vector<std::unique_ptr<Source>>;

using Watches = std::vector<std::unique_ptr<LogWatch>>;

/// An option of a command line that asks for a place, or says which one of its kind is meant.
struct PlaceOption {
  enum class Takes : std::uint8_t { nothing, one, one_or_nothing };

  const char* names;  ///< `-D,--directory`
  Takes takes;
  const char* value;  ///< `DIR`; empty where it takes nothing
  const char* help;

  /// `directory`
  std::string_view name() const {
    const std::string_view all = names;
    return all.substr(all.rfind("--") + 2);
  }
};

/// An option of a place that was given, or a file: then `option` is empty.
struct PlaceWord {
  std::string option;  ///< PlaceOption::name()
  std::string value;
};
using PlaceWords = std::vector<PlaceWord>;

/// A place whose logs can be read.
struct OpenedPlace {
  std::string name;  ///< as a person calls it
  Sources logs;
  std::string problem;  ///< why it, or some of it, cannot be read: a sentence; else empty
};

/// Logs that can be followed, and a sentence for each that is left out.
struct FollowedPlace {
  Watches logs;
  std::vector<std::string> problems;
};

/// A kind of place where logs may be: a row of the table in places.cpp. Its functions get the words that were
/// said of it; none were if all places are asked for, and then one that is not there is no error.
struct KnownPlace {
  const char* name;
  std::vector<PlaceOption> options;

  /// Whether this host has it.
  bool (*exists)();

  std::vector<OpenedPlace> (*read)(const PlaceWords& words, const Wanted& wanted);
  Result<FollowedPlace> (*follow)(const PlaceWords& words, const Wanted& wanted);

  /// Whether it stands for all others where it exists and no place was named.
  bool stands_for_all = false;
};

/// What read() of a place makes of what could be opened there, and of what could not.
std::vector<OpenedPlace> opened_place(std::string name, Result<Sources> logs);

/// What follow() of a place makes of one watch.
Result<FollowedPlace> followed_place(Result<std::unique_ptr<LogWatch>> watch);

bool is_there(const std::string& path);

}  // namespace cel
