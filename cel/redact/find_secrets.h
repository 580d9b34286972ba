// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "cel/base/clock.h"
#include "cel/redact/mask.h"
#include "cel/redact/secret_name.h"

namespace cel {

// Both read the text once, in time proportional to its size, and leave what is not searched by `until`, if
// that is not null, as unread. The secrets are in order and do not overlap.

/// Returns the secrets of a text of any kind. The source lines in Python's tracebacks are searched as code.
std::vector<Secret> secrets_in_text(const SecretNames& names, std::string_view text, const Deadline* until);

/// Returns the secrets of lines of a program's source.
std::vector<Secret> secrets_in_code(const SecretNames& names, std::string_view text, const Deadline* until);

}  // namespace cel
