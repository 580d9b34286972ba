// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace cel {

/// How grave a program calls what it logs.
enum class LogLevel : std::uint8_t { unknown, debug, info, error };

/// The level that a line of a log names near its beginning, as a word in capitals, `[error]` or
/// `level=error`. Warnings are errors here.
LogLevel level_of(std::string_view line);

}  // namespace cel
