// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cel {

/// Looks for several strings at once, at the speed at which memory is read: passes over all that does not
/// hold the two rarest bytes of one of them at their distance (as the Rust library memchr does it), many
/// bytes at a time.
class Search {
 public:
  /// `needles` are not empty, and few.
  explicit Search(std::vector<std::string> needles);

  struct Hit {
    std::size_t at = std::string_view::npos;  ///< offset of its first byte
    std::size_t needle = 0;                   ///< which one, by its number
  };

  /// The first needle that begins at `from` or behind it; `at` is npos where there is none.
  Hit next(std::string_view text, std::size_t from) const;

  /// Two bytes of a needle and where they stand in it.
  struct Pair {
    unsigned char first = 0;
    unsigned char second = 0;
    std::size_t first_at = 0;
    std::size_t second_at = 0;
  };

 private:
  std::vector<std::string> needles_;
  std::vector<Pair> pairs_;
  std::size_t longest_ = 0;
};

}  // namespace cel
