// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cel {

/// A moment that a text begins with.
struct Timestamp {
  std::int64_t time = 0;  ///< microseconds since 1970-01-01 UTC
  std::size_t size = 0;   ///< how many bytes of the text say it
};

/// The moment that `text` begins with, as RFC 3339 writes it: `2026-01-31T23:59:59.123456789Z`, the fraction
/// (any number of digits, cut to microseconds) left out or not, the offset `Z` or `+01:00`. Nothing when it
/// begins with anything else, or with no day of the calendar.
std::optional<Timestamp> rfc3339(std::string_view text);

}  // namespace cel
