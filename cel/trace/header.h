// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace cel {

/// What stands above the frames of a trace that is known by these: its type and message.
struct Header {
  std::string_view type;
  std::string message;
  std::size_t begin = 0;  ///< offset of its first line
};

/// The header above the line at the offset `at`, over at most 20 lines and no further back than `floor`: the
/// nearest line whose type names an error or, without any, the line right above. A line may start with one of
/// Java's introductions, `Exception in thread "main" `.
std::optional<Header> header_above(std::string_view text, std::size_t at, std::size_t floor);

}  // namespace cel
