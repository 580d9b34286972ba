// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

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
  /// 8 hex digits or more are only an id. A field is `container`, `engine`, `id`, `image`, `pod`,
  /// `namespace`, `unit`, `user` (by name or number), `host`, `log` (what the host says), `fingerprint`, or
  /// an element of the record, with dots into objects: `type`, `executable`, `exception.type`.
  Result<void> add(std::string_view argument);

  bool empty() const { return fields_.empty(); }

  /// Returns the words among what was added, without a field.
  std::vector<std::string> words() const;

  bool operator()(const Report& report) const;

  /// The container to read, where `container=` names just one and it is no pattern: a source can skip the
  /// others' lines. Empty: read all.
  std::string container() const;

 private:
  struct Field {
    std::string name;  ///< empty for words
    std::vector<std::string> values;
  };
  std::vector<Field> fields_;
};

}  // namespace cel
