// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>

#include "cel/base/result.h"
#include "cel/report/triage/triage.h"

namespace cel {

/// Reads the state of groups at `path`; no file is an empty state. The error names file, line and column.
Result<Triage> read_triage(const std::string& path);

/// Reads the state, changes it and puts it in the file's place, at once for everybody else: processes that do
/// so at the same time do it one after the other. Makes the file, for this user alone, and its folder where
/// they are missing. A file that is broken stays as it is.
Result<void> change_triage(const std::string& path, const std::function<void(Triage&)>& change);

/// What tells one state of a file from another: changes whenever change_triage() was called.
std::string stamp_of_file(const std::string& path);

}  // namespace cel
