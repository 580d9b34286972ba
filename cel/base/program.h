// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cel {

/// The folder that this program's file lies in, without a slash at its end but for the root's; what it was
/// started as tells where there is no /proc. Empty when neither says.
std::string program_folder();

}  // namespace cel
