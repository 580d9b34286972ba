// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cel/redact/byte_set.h"
#include "cel/redact/mask.h"

namespace cel {

/// Values that are known to be secret, and finds them wherever they turn up: as they are, quoted or escaped
/// as in JSON and Python, URL-encoded, in base64. Limited in number and bytes; what is found takes time in
/// proportion to the text (Aho and Corasick, "Efficient string matching", 1975).
class KnownValues {
 public:
  /// Adds a value, unless it is too short, a common word, a number or a path, or there are too many. One that
  /// is `doubtful` must not be made of letters alone either.
  void add(std::string_view value, bool doubtful = false);

  bool empty() const { return values_.empty(); }

  /// Where in the text they are.
  std::vector<Secret> in_text(std::string_view text);

 private:
  struct Node {
    std::uint32_t child = 0;    // the first one
    std::uint32_t sibling = 0;  // the next child of its parent
    std::uint32_t fail = 0;     // the node of the longest suffix
    std::uint16_t length = 0;   // of the longest pattern that ends here; 0: none
    unsigned char byte = 0;
    bool is_word = false;    // it counts only where no letter or digit is next to it
    bool is_base64 = false;  // what else of base64 is around it belongs to it
  };

  void build();
  void insert(std::string_view pattern, bool is_word, bool is_base64);
  void insert_base64(std::string_view value);
  void link();
  std::uint32_t child_of(std::uint32_t node, unsigned char byte) const;
  std::uint32_t next(std::uint32_t node, unsigned char byte) const;

  std::vector<std::string> values_;
  std::size_t bytes_ = 0;
  std::vector<Node> nodes_;                 // empty: to be built
  std::array<std::uint32_t, 256> first_{};  // the root's children
  ByteSet begins_{"\\%"};                   // what a value may begin with, or an escape
};

}  // namespace cel
