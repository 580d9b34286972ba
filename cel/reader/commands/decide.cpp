// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/decide.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "cel/base/text.h"
#include "cel/reader/commands/reading.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/printable.h"
#include "cel/report/summary.h"
#include "cel/report/triage/triage_file.h"

namespace cel {
namespace {

constexpr std::size_t kMostNamed = 5;  // groups that a sentence names
constexpr std::size_t kDigitsOfGroup = 12;

/// A word of the command line, and the groups that it may mean, with what their newest reports say.
struct Target {
  std::string word;
  Match match;
  std::map<std::string, std::string> groups;
  bool more = false;

  void add(const std::string& group, const std::string& what) {
    if (groups.size() > kMostNamed) {
      more = more || !groups.contains(group);
    } else {
      groups.emplace(group, what);
    }
  }
};

bool is_whole_id(std::string_view word) {
  const std::size_t colon = word.find(':');
  return colon != std::string_view::npos && word.size() == colon + 1 + kDigitsOfGroup &&
         is_start_of_group(word, word) && (word.starts_with("cel2:") || word.starts_with("rule1:"));
}

Result<std::vector<Target>> targets_of(const Options& options) {
  std::vector<Target> targets;
  for (const std::string& word : options.match.words()) {
    Target target{word, {}, {}, false};
    if (const Result<void> added = target.match.add(word); !added) {
      return Error{added.error()};
    }
    const auto rules = options.rules;
    target.match.group_by([rules](const Report& report) { return (*rules)(report); });
    if (is_whole_id(word)) {
      target.add(word, "");
    }
    targets.push_back(std::move(target));
  }
  if (targets.empty() && !options.match.empty()) {
    targets.push_back({"the match", {}, {}, false});
  }
  if (targets.empty()) {
    return Error{
        "name a group: by the start of its id in cel groups, or by a word that only its reports have"};
  }
  return targets;
}

/// Finds the groups of each word in the logs and in what is known of groups.
void find_groups(const Options& options, std::vector<Target>& targets, Reading& reading) {
  Report report;
  while (reading.next(report)) {
    const GroupId group = (*options.rules)(report);
    const Summary summary = summary_of(report.record);
    for (Target& target : targets) {
      if (target.match(report)) {
        target.add(group.id, (group.name.empty() ? "" : group.name + ": ") + summary.what);
      }
    }
  }
  for (Target& target : targets) {
    for (const auto& [id, entry] : options.triage->entries()) {
      if (is_start_of_group(id, target.word)) {
        target.add(id, "");
      }
    }
  }
}

/// Why a word names no one group; nothing if it does.
std::optional<std::string> why_not(const Target& target) {
  if (target.groups.size() == 1) {
    return std::nullopt;
  }
  const std::string word = cel::quoted(target.word);
  if (target.groups.empty()) {
    return "no group is meant by " + word + "; nothing was changed";
  }
  std::vector<std::string> names;
  for (const auto& [id, what] : target.groups) {
    names.push_back(id);
  }
  return fmt::format("{} may mean {}{}; nothing was changed: name one of them", word, fmt::join(names, ", "),
                     target.more ? " and more" : "");
}

std::string decided_text(const std::string& group, const std::string& what, GroupStatus status,
                         const Options& options) {
  if (options.json != JsonForm::none) {
    return json_text({{"group", group}, {"status", status_word(status)}}, options.json);
  }
  return fmt::format("{} {}{}{}\n", status_word(status), group, what.empty() ? "" : "  ", printable(what));
}

}  // namespace

int decide(const Options& options, GroupStatus becomes,
           const std::function<void(Triage&, const std::string& group)>& decision) {
  Result<std::vector<Target>> targets = targets_of(options);
  if (!targets) {
    say(targets.error());
    return kUsage;
  }
  Output output(false);
  std::optional<Reading> reading;
  if (!std::all_of(targets->begin(), targets->end(),
                   [](const Target& target) { return is_whole_id(target.word); })) {
    reading.emplace(options);
    find_groups(options, *targets, *reading);
    reading->clear_progress();
  }
  bool is_clear = true;
  for (const Target& target : *targets) {
    if (const auto problem = why_not(target)) {
      say(*problem);
      is_clear = false;
    }
  }
  if (!is_clear) {
    return kNotFound;
  }
  const Result<void> changed = change_triage(options.state, [&](Triage& triage) {
    for (const Target& target : *targets) {
      decision(triage, target.groups.begin()->first);
    }
  });
  if (!changed) {
    say(changed.error());
    return kNotFound;
  }
  for (const Target& target : *targets) {
    const auto& [group, what] = *target.groups.begin();
    output.write(decided_text(group, what, becomes, options));
  }
  return reading ? reading->conclude(output, targets->size()) : output.finish() ? kFound : kNotFound;
}

}  // namespace cel
