// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cel/base/result.h"

namespace cel {

/// Returns a file's content; nothing if there is no such file. An error if it cannot be read, is no regular
/// file, or has more than `largest` bytes.
Result<std::optional<std::string>> read_small_file(const std::string& path, std::size_t largest);

/// Returns the same of a file that is open.
Result<std::string> read_small_file(int file, const std::string& path, std::size_t largest);

}  // namespace cel
