// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cel {

/// What a symbolic link names, one of the kernel's such as /proc/self/exe; empty where it cannot be read.
std::string target_of(const std::string& link);

/// The folder that this program's file lies in, without a slash at its end but for the root's; what it was
/// started as tells where there is no /proc. Empty when neither says.
std::string program_folder();

}  // namespace cel
