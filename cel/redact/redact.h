// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/clock.h"
#include "cel/record/json.h"
#include "cel/redact/known_values.h"
#include "cel/redact/secret_name.h"

namespace cel {

/// Masks secrets in what is about to leave the container: by their names, by their shapes, and by their
/// values wherever those appear again. The rules are in rules.inc; docs/redaction.md states the promise.
/// Redacting twice changes nothing.
class Redactor {
 public:
  /// Uses the rules alone.
  Redactor() = default;

  /// Also uses `environment`, a list of NAME=value: the further names in its CEL_REDACT, and the values of
  /// its secrets, which are masked wherever they appear.
  explicit Redactor(const std::vector<std::string>& environment);

  /// Masks the secrets in all strings of a record. Strings that were not searched by `until`, if that is not
  /// null, are replaced by kUnread (mask.h).
  void redact(Json& record, const Deadline* until = nullptr) const;

  /// Returns `text` with its secrets masked, and what was not searched by `until` replaced by kUnread.
  std::string text(std::string_view text, const Deadline* until = nullptr) const;

  /// Returns the value of the variable `name` as it may be shown.
  std::string value(std::string_view name, std::string_view value) const;

  /// Returns the words of a command line with their secrets masked, one for each given word.
  std::vector<std::string> arguments(const std::vector<std::string>& arguments) const;

 private:
  SecretNames names_;
  KnownValues known_;
};

/// Returns the redactor for this process's environment, which is read at the first call.
const Redactor& own_redactor();

}  // namespace cel
