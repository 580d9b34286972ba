// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/hooks/hook_variable.h"
#include "cel/run/process/child.h"
#include "cel/run/process/environment.h"

namespace cel {

/// The hooks of `languages`, or all if none is named, of the volume `named`, or if that is empty the one that
/// this program lies in or was installed with. The error is a sentence.
Result<std::vector<HookVariable>> find_language_hooks(const std::string& named,
                                                      const std::vector<std::string>& languages);

/// Whether that volume is there and has hooks.
bool has_hooks(const std::string& named);

/// Joins the hooks to what their variables hold, which stays: a value in a manifest, or of `docker run`,
/// would replace the image's.
void add_language_hooks(Environment& environment, const std::vector<HookVariable>& hooks);

/// Has the command take the hook as its first argument in the place of the variable, if it is a program that
/// does: a JVM says on its standard error what it takes from a variable.
void pass_as_argument(Command& command, const std::vector<HookVariable>& hooks);

}  // namespace cel
