// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cel {

/// The name of an errno ("EACCES"), whatever C library there is; the number for what has none.
std::string errno_name(int error);

}  // namespace cel
