// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cel/base/result.h"
#include "cel/report/triage/triage.h"

namespace cel {

/// What a state file says, in TOML: `format = 1`, and a table `[[group]]` for each. An empty text is an empty
/// state. Anything else than triage_text() makes is an error, which names line and column, so that nothing is
/// lost when the file is written again.
Result<Triage> parse_triage(std::string_view text);

/// A whole file.
std::string triage_text(const Triage& triage);

}  // namespace cel
