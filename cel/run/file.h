// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace cel {

/// What the file holds, one of the kernel's; empty where there is none, as without /proc.
std::string content_of(const std::string& path);

}  // namespace cel
