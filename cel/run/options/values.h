// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace cel {

/// A span of time: a number, decimals allowed, and `ms`, `s` (which nothing means, too), `m` or `h`; at most
/// a year. Nothing for anything else.
std::optional<std::chrono::milliseconds> span_of(std::string_view text);

/// A number of bytes, with `K` or `M` for 1024 and 1024 * 1024 of them, within [low, high].
std::optional<std::size_t> bytes_of(std::string_view text, std::size_t low, std::size_t high);

/// `FROM:TO`, split at the first colon.
std::optional<std::pair<std::string_view, std::string_view>> pair_of(std::string_view text);

}  // namespace cel
