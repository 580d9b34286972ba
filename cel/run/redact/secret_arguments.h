// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace cel {

/// The words of a command line, or of a text that may be one, with those masked that are secrets by the
/// option before them, and by the short options of a few well-known programs. As many words as before.
std::vector<std::string> masked_arguments(const std::vector<std::string>& words);

}  // namespace cel
