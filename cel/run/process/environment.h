// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// An environment as execve(2) takes it: `NAME=value`, byte for byte.
using Environment = std::vector<std::string>;

/// The value of `name`; null if it is not set. It lives as long as the environment is not changed.
const char* value_of(const Environment& environment, std::string_view name);

/// Sets a variable, in the place of the old one if there is one.
void set_variable(Environment& environment, std::string_view name, std::string_view value);

/// Removes a variable, if it is there.
void unset_variable(Environment& environment, std::string_view name);

/// Whether a shell could have such a variable: letters, digits and _, no digit first.
bool is_variable_name(std::string_view name);

/// The file that `name`, a program's name without a slash, is in this environment's PATH; empty if there is
/// none that this user may run.
std::string find_program(const std::string& name, const Environment& environment);

}  // namespace cel
