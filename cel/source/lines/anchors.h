// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cel {

/// Finds in big blocks of a log what stands in or near the first lines of a traceback of any language, and
/// seldom anywhere else. All needles have five bytes or more, so that looking at each second group of four
/// bytes finds them all: one look-up in a table that fits the first-level cache for each two bytes.
class Anchors {
 public:
  Anchors();

  /// Where the first anchor begins at `from`, where a line begins, or behind it; npos where there is none.
  std::size_t next(std::string_view text, std::size_t from) const;

  /// Whether a line holds one.
  bool in_line(std::string_view line) const { return next(line, 0) != std::string_view::npos; }

 private:
  /// Four bytes of a needle, and where they stand in it.
  struct Window {
    std::uint32_t bytes = 0;
    std::size_t needle = 0;
    std::size_t at = 0;
  };
  void add(std::size_t needle);
  std::size_t verified(std::string_view text, std::size_t from, std::size_t at) const;

  static constexpr unsigned kTableBits = 15;
  std::vector<Window> windows_;
  std::array<std::uint64_t, (std::size_t{1} << kTableBits) / 64> table_{};
};

}  // namespace cel
