// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace cel {

/// Where the last lines of `text` start that hold something, the last one first: 12 at most, of its last 8
/// KiB.
std::vector<std::size_t> last_lines(std::string_view text);

/// The line near the end of `text` that says best why a program ended: the last one that names an error, or
/// else the last one, without the time that a log puts before it. Empty for an empty text.
std::string_view last_line(std::string_view text);

}  // namespace cel
