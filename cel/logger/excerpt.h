// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cel/record/parse.h"

namespace cel {

/// The start and the end of a report's bytes, for when there is no time or no memory for more.
class Excerpt {
 public:
  static constexpr std::size_t kUsual = 3000;  // bytes
  static constexpr std::size_t kLeast = 500;   // so few that what becomes of them fits into one line

  Excerpt(std::string_view bytes, std::size_t limit);

  /// The report that it is; its text is a view into this.
  RawReport report() const { return parse_cut_report(text_, start_, {}); }

  std::string_view text() const { return text_; }

 private:
  std::string text_;
  std::size_t start_;  // bytes of the text before the cut
};

}  // namespace cel
