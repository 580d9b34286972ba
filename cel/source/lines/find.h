// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cel/source/lines/search.h"

namespace cel {

/// Finds in big blocks of a log the lines that may hold the tag, at the speed at which memory is read.
class Finder {
 public:
  explicit Finder(std::string tag);

  /// Offsets in ascending order, one or more in each line of `lines` (whole lines, the last one with its
  /// newline or not) that
  /// - holds the tag, as it is or as JSON escapes it;
  /// - is an engine's piece of a line that goes on, and ends within the tag.
  /// Replaces what is in `found`.
  void find(std::string_view lines, std::vector<std::size_t>& found) const;

  /// `text` from the tag on, empty if it does not hold it; an empty tag stands before every object that a
  /// text begins with.
  std::string_view from_tag(std::string_view text) const;

  const std::string& tag() const { return tag_; }

 private:
  bool is_cri_piece(std::string_view lines, std::size_t at) const;
  void find_long_pieces(std::string_view lines, std::vector<std::size_t>& found) const;

  std::string tag_;
  std::string escaped_tag_;
  Search search_;
};

}  // namespace cel
