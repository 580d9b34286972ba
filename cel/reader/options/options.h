// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/reader/output/json_report.h"
#include "cel/report/match.h"
#include "cel/report/rules/group_rules.h"
#include "cel/report/triage/triage.h"
#include "cel/source/places.h"
#include "cel/source/source.h"

namespace cel {

/// What `cel` ends with.
enum ExitStatus : int {
  kFound = 0,
  kNotFound = 1,  ///< no report, or the logs could not be read
  kUsage = 2,
};

/// What a command line says of every command; what it says of one alone is the command's.
struct Options {
  PlaceChoice places;
  Wanted wanted;
  Match match;
  std::shared_ptr<const GroupRules> rules;  ///< tells each report's group; never null
  std::shared_ptr<const Triage> triage;     ///< how groups stand; never null
  std::string state;                        ///< the file that says so
  bool is_state_broken = false;             ///< it says nothing, and is to stay as it is
  std::vector<GroupStatus> statuses;        ///< of the groups that are wanted; none: all are
  std::optional<std::uint64_t> limit;       ///< `-n`
  bool quiet = false;
  bool legend = true;
  bool pager = true;
  JsonForm json = JsonForm::none;
  std::vector<std::string> problems;  ///< a sentence each, for standard error: what is left aside, and why
};

/// Whether groups with the status are wanted.
bool wants_status(const Options& options, GroupStatus status);

/// An option of a place, and what was given of it.
struct PlaceValue {
  const KnownPlace& place;
  const PlaceOption& option;
  bool given = false;  ///< without a value
  std::optional<std::string> value;
};

/// Returns all options of all places, none of them given.
std::vector<PlaceValue> no_place_values();

/// A command line's words as they were given, where they say something only together or once they are read.
struct Words {
  Options options;
  std::string since;
  std::string until;
  std::string json;
  std::string rules;                  ///< a file, instead of the usual ones
  std::vector<std::string> split_by;  ///< fields
  std::vector<std::string> statuses;
  std::string state;  ///< a file, instead of the usual one
  std::vector<PlaceValue> places = no_place_values();
  bool one = false;
  bool oldest_first = false;
  std::vector<std::string> operands;
};

/// What the words say; the error says which of them cannot be. `now` is in microseconds since 1970-01-01 UTC.
Result<Options> options_of(Words words, std::int64_t now);

}  // namespace cel
