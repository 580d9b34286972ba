// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// Recognizes the names of secrets: of variables, options, headers and keys.
class SecretNames {
 public:
  /// `own`: further names or parts of names, separated by spaces or commas, as in CEL_REDACT.
  explicit SecretNames(std::string_view own = {});

  /// Returns whether the value of this name is a secret. Only the last 200 bytes of the name count.
  bool hides(std::string_view name) const;

 private:
  std::vector<std::string> own_;  // lower-case letters and digits
};

/// Returns whether a number is a secret, too, under this name of a secret: under `pin`, not `max_tokens`.
bool hides_numbers(std::string_view name);

/// Returns whether this is the name of an error's type, which a message follows: `auth.InvalidToken`.
bool names_fault(std::string_view name);

}  // namespace cel
