// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cel {

/// Returns the target of a symbolic link, such as /proc/self/exe; empty if it cannot be read.
std::string target_of(const std::string& link);

/// Returns the folder of this program's file, without a slash at the end except for the root. Without /proc,
/// it is taken from the path that the program was started by; empty if that has no folder.
std::string program_folder();

}  // namespace cel
