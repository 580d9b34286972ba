// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/result.h"

namespace cel {

/// A file of the spool: reports in their order, each a line of JSON. It is named by the number of its first
/// report; reports are numbered from 0 on, for good.
struct Segment {
  std::uint64_t first = 0;  ///< number of the first report
  std::uint64_t count = 0;  ///< reports
  std::uint64_t bytes = 0;

  std::uint64_t end() const { return first + count; }
};

/// The name of the file of a segment, and the number that a name says.
std::string segment_name(std::uint64_t first);
std::optional<std::uint64_t> segment_number(std::string_view name);

/// The numbers of the segments in a folder, ascending.
Result<std::vector<std::uint64_t>> segments_in(const std::string& folder);

/// Bytes of `content` that are whole lines. What follows was torn by a crash while it was written.
std::size_t whole_lines(std::string_view content);

/// Tells a line from others: its SHA-256.
std::string line_digest(std::string_view line);

}  // namespace cel
