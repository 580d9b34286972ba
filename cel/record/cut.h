// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// What stands where something was cut: `… N bytes …`.
std::string cut_marker(std::size_t bytes);

/// `text`, valid UTF-8, such that escaped_size() of it is at most `limit`: as it is when it fits, else its
/// start and its end around a cut_marker(), twice as much of the end as of the start, because tracebacks end
/// with what matters. Never splits a character. Empty when `limit` does not even hold the marker.
std::string cut_middle(std::string_view text, std::size_t limit);

/// The largest cap for which the sum of min(size, cap) over all `sizes` is at most `total`.
std::size_t even_cap(const std::size_t* sizes, std::size_t count, std::size_t total);

}  // namespace cel
