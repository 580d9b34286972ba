// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cel/redact/mask.h"
#include "cel/redact/pattern_tree.h"

namespace cel {

/// Holds values that are known to be secret, and finds them in texts: as they are, escaped as in JSON, Python
/// and URLs, and in base64. Limited in number and bytes; a search takes time proportional to the text.
class KnownValues {
 public:
  /// Adds a value, unless it is too short, a common word, a number or a path, or there are too many. A
  /// `doubtful` value is not added if it has letters only.
  void add(std::string_view value, bool doubtful = false);

  bool empty() const { return values_.empty(); }

  /// Returns the values' positions in the text, in order and without overlaps.
  std::vector<Secret> in_text(std::string_view text);

 private:
  void build();
  void insert_base64(std::string_view value);

  std::vector<std::string> values_;
  std::size_t bytes_ = 0;  // of all values
  PatternTree tree_;       // empty: to be built
};

}  // namespace cel
