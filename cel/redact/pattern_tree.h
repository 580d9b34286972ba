// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "cel/redact/byte_set.h"

namespace cel {

/// Finds many patterns in one pass over a text: the automaton of Aho and Corasick, "Efficient string
/// matching", 1975. Its time is proportional to the text.
class PatternTree {
 public:
  struct Node {
    std::uint32_t child = 0;    // the first child
    std::uint32_t sibling = 0;  // the next child of the same parent
    std::uint32_t fail = 0;     // the node of the longest other pattern's start that this one ends with
    std::uint16_t length = 0;   // of the longest pattern that ends here; 0: none
    unsigned char byte = 0;
    bool is_word = false;    // the pattern counts only where no letter or digit is next to it
    bool is_base64 = false;  // the base64 around the pattern belongs to it
  };

  bool empty() const { return nodes_.empty(); }
  void clear() { *this = PatternTree(); }

  /// Makes room for about this many bytes of patterns.
  void reserve(std::size_t bytes) { nodes_.reserve(bytes); }

  /// Adds a pattern, of 1 to 65535 bytes. Call link() after the last one.
  void insert(std::string_view pattern, bool is_word, bool is_base64);
  void link();

  /// Returns the number of the node after `node` and `byte`; 0 is the root, where no pattern has begun.
  std::uint32_t next(std::uint32_t node, unsigned char byte) const {
    std::uint32_t child = child_of(node, byte);
    while (child == 0 && node != 0) {
      node = nodes_[node].fail;
      child = child_of(node, byte);
    }
    return child;
  }
  const Node& operator[](std::uint32_t node) const { return nodes_[node]; }

  /// Returns the first position from `at` on where a pattern or an escape may start, or the text's size.
  std::size_t find_start(std::string_view text, std::size_t at) const { return starts_.find(text, at); }

 private:
  std::uint32_t child_of(std::uint32_t node, unsigned char byte) const {
    if (node == 0) {
      return roots_[byte];
    }
    std::uint32_t child = nodes_[node].child;
    while (child != 0 && nodes_[child].byte != byte) {
      child = nodes_[child].sibling;
    }
    return child;
  }

  std::vector<Node> nodes_;
  std::array<std::uint32_t, 256> roots_{};  // the root's children
  ByteSet starts_{"\\%"};                   // the bytes that patterns and escapes start with
};

}  // namespace cel
