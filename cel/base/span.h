// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace cel {

/// A span of time: a number, decimals allowed, and `ms`, `s` (which nothing means, too), `m` or `h`; at most
/// a year. Nothing for anything else.
std::optional<std::chrono::milliseconds> span_of(std::string_view text);

}  // namespace cel
