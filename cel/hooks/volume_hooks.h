// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/hooks/hook_variable.h"

namespace cel {

/// The languages that the volume in `folder` has a hook for, sorted: the folders in it with a file
/// `environment`.
std::vector<std::string> hook_languages(const std::string& folder);

/// The variables of `languages`, or of all that there are if none is named. The volume's files lie in
/// `folder`; programs see them at `seen_at`, which must be an absolute path without a colon or white space.
/// The error is a sentence: it names what is missing, and what there is.
Result<std::vector<HookVariable>> hook_variables(const std::string& folder, const std::string& seen_at,
                                                 const std::vector<std::string>& languages);

/// `node,python` as a list. Empty names are left out.
std::vector<std::string> language_names(std::string_view list);

}  // namespace cel
