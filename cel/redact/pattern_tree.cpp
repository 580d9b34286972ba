// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/pattern_tree.h"

namespace cel {

void PatternTree::insert(std::string_view pattern, bool is_word, bool is_base64) {
  if (nodes_.empty()) {
    nodes_.emplace_back();  // the root
  }
  std::uint32_t node = 0;
  for (const char c : pattern) {
    const auto byte = static_cast<unsigned char>(c);
    std::uint32_t child = child_of(node, byte);
    if (child == 0) {
      child = static_cast<std::uint32_t>(nodes_.size());
      nodes_.push_back({0, nodes_[node].child, 0, 0, byte, false, false});
      nodes_[node].child = child;
      if (node == 0) {
        roots_[byte] = child;
        starts_.add(c);
      }
    }
    node = child;
  }
  if (nodes_[node].length == 0) {
    nodes_[node].length = static_cast<std::uint16_t>(pattern.size());
    nodes_[node].is_word = is_word;
    nodes_[node].is_base64 = is_base64;
  }
}

/// Sets each node's `fail`, those of shorter patterns first.
void PatternTree::link() {
  std::vector<std::uint32_t> queue;
  queue.reserve(nodes_.size());
  queue.push_back(0);
  for (std::size_t at = 0; at < queue.size(); ++at) {
    const std::uint32_t parent = queue[at];
    for (std::uint32_t child = nodes_[parent].child; child != 0; child = nodes_[child].sibling) {
      Node& node = nodes_[child];
      node.fail = parent == 0 ? 0 : next(nodes_[parent].fail, node.byte);
      if (node.length == 0) {
        const Node& suffix = nodes_[node.fail];
        node.length = suffix.length;
        node.is_word = suffix.is_word;
        node.is_base64 = suffix.is_base64;
      }
      queue.push_back(child);
    }
  }
}

}  // namespace cel
