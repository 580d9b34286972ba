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

/// Takes secrets out of what is going to leave the container: by the names that they go by, by their own
/// shape, and by their value wherever that turns up again. The rules are in rules.inc, and docs/redaction.md
/// says what is promised. Redacting twice changes nothing.
class Redactor {
 public:
  /// Knows none but the rules' secrets.
  Redactor() = default;

  /// `environment`: NAME=value, of the program that died or of this one. CEL_REDACT in it has further names;
  /// what is secret in it is masked wherever it turns up.
  explicit Redactor(const std::vector<std::string>& environment);

  /// Takes the secrets out of all of a record's strings. What was not looked at by `until`, if that is not
  /// null, is left out, and that is said in its place.
  void redact(Json& record, const Deadline* until = nullptr) const;

  /// A text without its secrets.
  std::string text(std::string_view text, const Deadline* until = nullptr) const;

  /// What a variable's value may be shown as.
  std::string value(std::string_view name, std::string_view value) const;

  /// The words of a command line, as many as before.
  std::vector<std::string> arguments(const std::vector<std::string>& arguments) const;

 private:
  SecretNames names_;
  KnownValues known_;
};

/// The redactor that knows this process's environment, as it was at the first call.
const Redactor& own_redactor();

}  // namespace cel
