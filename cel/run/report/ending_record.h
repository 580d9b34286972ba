// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/base/clock.h"
#include "cel/record/json.h"
#include "cel/redact/redact.h"
#include "cel/run/report/ending.h"

namespace cel {

/// What happened, in a line. `arguments` is the command line.
std::string reason_of(const Ending& ending, const std::vector<std::string>& arguments);

/// The record of a process that failed (docs/cel-run.md): `arguments` is its command line. A traceback that
/// its stderr ended with makes `type`, `backtrace` and `exceptions`. `redactor` takes the secrets out of it;
/// what it has not looked at by `until`, if that is not null, is left out.
Json record_of_ending(const Ending& ending, const std::vector<std::string>& arguments,
                      const Redactor& redactor = own_redactor(), const Deadline* until = nullptr);

}  // namespace cel
