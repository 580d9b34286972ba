// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cel/reader/html/markup.h"
#include "cel/report/groups.h"

namespace cel::html {

/// How often anything happened over time: all groups' histograms, which must have one width and end, added
/// up, from the first that happened.
struct Timeline {
  std::vector<std::uint64_t> bins;
  std::int64_t start = 0;  ///< microseconds since 1970-01-01 UTC
  std::int64_t width = 0;  ///< of a bin

  std::int64_t time_of(std::size_t bin) const { return start + width * static_cast<std::int64_t>(bin); }
};

Timeline timeline_of(const std::vector<Group>& groups);

/// Writes it as a bar chart with a time axis (SVG), told in words to who cannot see it.
void write_timeline(Markup& page, const Timeline& timeline);

/// Writes a group's bars alone, small, over the same time as `timeline`; decoration, hidden from screen
/// readers.
void write_sparkline(Markup& page, const Histogram& histogram, const Timeline& timeline);

}  // namespace cel::html
