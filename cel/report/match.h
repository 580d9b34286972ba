// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/report/fields.h"
#include "cel/report/group_id.h"
#include "cel/report/report.h"

namespace cel {

/// What a person named of the reports to see. As for journalctl, several values of one field mean any of
/// them, and different fields must all match.
class Match {
 public:
  /// Adds one: `FIELD=VALUE`, with the shell's patterns in VALUE (fnmatch(3)), or a word. A word is the start
  /// (of 4 digits or more) of a container's or report's id or of a fingerprint's digits; or it is looked for,
  /// whatever its case, in the names of container, pod, namespace, unit and image, in the reason, and in the
  /// types, messages and files of the exceptions; with one of `*?[` it must fit one of these as a pattern.
  /// 8 hex digits or more are only an id. Fields are those of ReportFields, of whose values one must match,
  /// and `group`, the name of one that a rule makes.
  Result<void> add(std::string_view argument);

  bool empty() const { return fields_.empty(); }

  /// Returns the words among what was added, without a field.
  std::vector<std::string> words() const;

  /// Groups are these from now on: their ids and names match, besides the fingerprints of errors.
  void group_by(GroupOf group_of) { group_of_ = std::move(group_of); }

  bool operator()(const Report& report) const;
  bool operator()(ReportFields& fields) const;

  /// The container to read, where `container=` names just one and it is no pattern: a source can skip the
  /// others' lines. Empty: read all.
  std::string container() const;

 private:
  struct Field {
    std::string name;  ///< empty for words
    std::vector<std::string> values;
  };
  std::vector<Field> fields_;
  GroupOf group_of_;
};

/// Whether a word is the start of a group's id: of 4 of its digits or more, with or without the kind before
/// them.
bool is_start_of_group(std::string_view id, std::string_view word);

}  // namespace cel
