// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/options.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "cel/base/text.h"
#include "cel/reader/options/own_files.h"
#include "cel/reader/options/time_words.h"
#include "cel/report/rules/rules_file.h"
#include "cel/report/triage/triage_file.h"

namespace cel {
namespace {

/// Whether an operand is a file rather than a match.
bool is_file(const std::string& operand) {
  struct stat status {};
  return operand == "-" ||
         (operand.find('/') != std::string::npos && operand.find('=') > operand.find('/')) ||
         stat(operand.c_str(), &status) == 0;
}

Result<void> take_times(Words& words, std::int64_t now) {
  struct Bound {
    const char* option;
    const std::string& text;
    std::int64_t& time;
  };
  Wanted& wanted = words.options.wanted;
  for (const Bound& bound :
       {Bound{"--since", words.since, wanted.since}, Bound{"--until", words.until, wanted.until}}) {
    if (!bound.text.empty()) {
      const Result<std::int64_t> moment = time_of_words(bound.text, now);
      if (!moment) {
        return Error{std::string(bound.option) + ": " + moment.error()};
      }
      bound.time = *moment;
    }
  }
  return {};
}

/// Options with a value say which place is meant: two of them name two.
Error several_named(const KnownPlace& place) {
  std::string names;
  const PlaceOption* last = nullptr;
  for (const PlaceOption& option : place.options) {
    if (option.takes != PlaceOption::Takes::nothing) {
      names += last == nullptr ? "" : (names.empty() ? "--" : ", --") + std::string(last->name());
      last = &option;
    }
  }
  return Error{names + " and --" + std::string(last->name()) + " each name a " + place.name +
               ": give one of them"};
}

Result<void> take_places(Words& words) {
  std::set<std::string_view> named;
  for (const PlaceValue& one : words.places) {
    if (one.value && !named.insert(one.place.name).second) {
      return several_named(one.place);
    }
    if (one.given || one.value) {
      words.options.places[one.place.name].push_back(
          {std::string(one.option.name()), one.value.value_or("")});
    }
  }
  return {};
}

/// A file of rules that is broken is left aside: reports are then grouped by their errors.
void take_rules(Words& words) {
  GroupRules rules;
  for (const std::string& path :
       words.rules.empty() ? rules_paths() : std::vector<std::string>{words.rules}) {
    Result<std::vector<GroupRule>> read = read_group_rules(path, !words.rules.empty());
    if (read) {
      rules.add(std::move(*read));
    } else {
      words.options.problems.push_back(read.error() + "; its rules are left aside");
    }
  }
  rules.split_by(std::move(words.split_by));
  const auto shared = std::make_shared<const GroupRules>(std::move(rules));
  if (!shared->empty()) {
    words.options.match.group_by([shared](const Report& report) { return (*shared)(report); });
  }
  words.options.rules = shared;
}

/// A file of how groups stand that is broken is left aside: all groups are new then.
Result<void> take_triage(Words& words) {
  Options& options = words.options;
  for (const std::string& word : words.statuses) {
    const std::optional<GroupStatus> status = status_of_word(word);
    if (!status) {
      return Error{"--status takes new, open, resolved, muted or regressed, not " + cel::quoted(word)};
    }
    options.statuses.push_back(*status);
  }
  options.state = words.state.empty() ? state_path() : words.state;
  Result<Triage> read = options.state.empty() ? Triage() : read_triage(options.state);
  options.is_state_broken = !read;
  if (!read) {
    options.problems.push_back(read.error() + "; all groups count as new");
  }
  options.triage = std::make_shared<const Triage>(read ? std::move(*read) : Triage());
  return {};
}

}  // namespace

bool wants_status(const Options& options, GroupStatus status) {
  return options.statuses.empty() ||
         std::find(options.statuses.begin(), options.statuses.end(), status) != options.statuses.end();
}

std::vector<PlaceValue> no_place_values() {
  std::vector<PlaceValue> values;
  for (const KnownPlace& place : known_places()) {
    for (const PlaceOption& option : place.options) {
      values.push_back({place, option, false, {}});
    }
  }
  return values;
}

Result<Options> options_of(Words words, std::int64_t now) {
  Options& options = words.options;
  if (const Result<void> times = take_times(words, now); !times) {
    return Error{times.error()};
  }
  if (const Result<void> places = take_places(words); !places) {
    return Error{places.error()};
  }
  if (words.one) {
    options.limit = 1;
  }
  if (!words.json.empty()) {
    if (words.json != "lines" && words.json != "pretty") {
      return Error{"--json takes nothing or =pretty, not '" + words.json + "'"};
    }
    options.json = words.json == "pretty" ? JsonForm::pretty : JsonForm::lines;
  }
  if (options.wanted.tag.empty()) {
    return Error{"--tag is empty: lines without a tag cannot be told from the program's own"};
  }
  options.wanted.direction = words.oldest_first ? Direction::oldest_first : Direction::newest_first;
  for (const std::string& operand : words.operands) {
    if (is_file(operand)) {
      add_file(options.places, operand);
    } else if (const Result<void> added = options.match.add(operand); !added) {
      return Error{added.error()};
    }
  }
  options.wanted.container = options.match.container();
  take_rules(words);
  if (const Result<void> triage = take_triage(words); !triage) {
    return Error{triage.error()};
  }
  return std::move(options);
}

}  // namespace cel
