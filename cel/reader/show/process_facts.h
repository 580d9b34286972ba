// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "cel/reader/show/facts.h"

namespace cel {

/// What a record's `process` says, which cel-run makes (docs/cel-run.md): the command, how it ended, what it
/// took, and the kernel's kills for want of memory. Empty for a record without one; of what is not as cel-run
/// makes it, nothing is said.
std::vector<Fact> process_facts(const Json& record);

}  // namespace cel
