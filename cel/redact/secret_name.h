// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// Tells names of secrets: of variables, options, headers, keys.
class SecretNames {
 public:
  /// `own`: further names or parts of names, as CEL_REDACT has them, with blanks or commas between.
  explicit SecretNames(std::string_view own = {});

  /// Whether what goes by this name is a secret. Of a longer name the last 200 bytes count.
  bool hides(std::string_view name) const;

 private:
  std::vector<std::string> own_;  // lower-case letters and digits
};

/// Of a secret's name: whether even a number under it is one, as with `pin`; `max_tokens=17` is not.
bool hides_numbers(std::string_view name);

/// Whether this is the name of an error's type, which a message follows: `auth.InvalidToken`.
bool names_fault(std::string_view name);

}  // namespace cel
