// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/record/json.h"
#include "cel/redact/redact.h"
#include "cel/run/report/ending.h"

namespace cel {

/// The record of a process that failed (docs/cel-run.md): `arguments` is its command line. A traceback that
/// its stderr ended with makes `type`, `backtrace` and `exceptions`. `redactor` takes the secrets out of it.
Json record_of_ending(const Ending& ending, const std::vector<std::string>& arguments,
                      const Redactor& redactor = own_redactor());

}  // namespace cel
