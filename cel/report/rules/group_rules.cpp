// SPDX-License-Identifier: Apache-2.0
#include "cel/report/rules/group_rules.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kGroupBytes = 6;        // 12 digits, as a fingerprint has
constexpr std::size_t kMostOfPart = 256;      // bytes that are shown of a value
constexpr std::string_view kKind = "rule1:";  // the way in which ids are made

/// The first value that says something.
std::string value_of(ReportFields& fields, const std::string& name) {
  const std::vector<std::string>& values = fields.values(name);
  const auto found =
      std::find_if(values.begin(), values.end(), [](const std::string& value) { return !value.empty(); });
  return found == values.end() ? std::string() : *found;
}

/// An id of texts: the same for the same texts, whatever is in them.
std::string id_of(const std::vector<std::string>& texts) {
  Sha256 sum;
  for (const std::string& text : texts) {
    sum.add(std::to_string(text.size()));
    sum.add(":");
    sum.add(text);
  }
  const Sha256Digest digest = sum.digest();
  return std::string(kKind) + hex(digest.data(), kGroupBytes);
}

}  // namespace

void GroupRules::add(std::vector<GroupRule> rules) {
  std::move(rules.begin(), rules.end(), std::back_inserter(rules_));
}

GroupId GroupRules::operator()(const Report& report) const {
  ReportFields fields(report);
  GroupId group;
  group.error = fields.fingerprint();
  const auto rule = std::find_if(rules_.begin(), rules_.end(),
                                 [&fields](const GroupRule& each) { return each.match(fields); });
  std::vector<std::string> split = split_by_;
  if (rule != rules_.end()) {
    group.name = rule->name;
    split.insert(split.begin(), rule->split_by.begin(), rule->split_by.end());
  }
  if (group.name.empty() && split.empty()) {
    group.id = group.error;
    return group;
  }
  std::vector<std::string> texts = group.name.empty() ? std::vector<std::string>{"error", group.error}
                                                      : std::vector<std::string>{"name", group.name};
  for (const std::string& name : split) {
    const std::string value = value_of(fields, name);
    group.part += (group.part.empty() ? "" : " ") + name + '=' + keep_ends(value, kMostOfPart);
    texts.push_back(name);
    texts.push_back(value);
  }
  group.id = id_of(texts);
  return group;
}

}  // namespace cel
