// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// What a script's first line names: the interpreter and its one argument, if any, as the kernel splits them
/// (execve(2)); empty for what is no script.
std::vector<std::string> interpreter_of(std::string_view start);

/// The name of the program that interprets such a script: of `/usr/bin/env bash` and `/bin/busybox sh` the
/// second one. Empty if there is none.
std::string interpreter_name(const std::vector<std::string>& interpreter);

/// The last part of a path.
std::string base_name(std::string_view path);

/// Whether it is one of the shells that POSIX describes, more or less.
bool is_shell(std::string_view name);

}  // namespace cel
