// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace cel {

/// A number of bytes, with `K` or `M` for 1024 and 1024 * 1024 of them, within [low, high].
std::optional<std::size_t> bytes_of(std::string_view text, std::size_t low, std::size_t high);

/// `FROM:TO`, split at the first colon.
std::optional<std::pair<std::string_view, std::string_view>> pair_of(std::string_view text);

}  // namespace cel
