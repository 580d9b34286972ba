// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// Returns the options in the bytes that a program ends with, which it was given by save_options(); none if
/// it was not.
std::vector<std::string> options_at_end(std::string_view bytes);

/// Returns the options that this program's own file ends with.
std::vector<std::string> saved_options();

/// Makes `path` a copy of this program that has these options, in place of those that this one may have. What
/// was at `path` is replaced at once, even while it runs.
Result<void> save_options(const std::string& path, const std::vector<std::string>& options);

}  // namespace cel
