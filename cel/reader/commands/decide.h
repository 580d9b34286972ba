// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "cel/reader/options/options.h"
#include "cel/report/triage/triage.h"

namespace cel {

/// Makes a decision on the groups that a command line names: each word of its matches must name one, by the
/// start of its id or by what is in its reports. If one does not, nothing is changed. Prints how each group
/// stands then; returns the exit status.
int decide(const Options& options, GroupStatus becomes,
           const std::function<void(Triage&, const std::string& group)>& decision);

}  // namespace cel
