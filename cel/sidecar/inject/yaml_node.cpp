// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/inject/yaml_node.h"

#include <yaml.h>

#include <algorithm>

namespace cel {

bool YamlNode::is_null() const {
  return kind == Kind::scalar && plain && (value.empty() || value == "~" || value == "null");
}

const YamlNode* YamlNode::find(std::string_view key) const {
  if (is_mapping()) {
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
      if (items[i].text() == key && !items[i + 1].is_null()) {
        return &items[i + 1];
      }
    }
  }
  return nullptr;
}

YamlNode* YamlNode::find(std::string_view key) {
  return const_cast<YamlNode*>(
      std::as_const(*this).find(key));  // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

std::string_view YamlNode::text_of(std::string_view key) const {
  const YamlNode* found = find(key);
  return found != nullptr ? found->text() : std::string_view();
}

void YamlNode::set(std::string_view key, YamlNode node) {
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    if (items[i].text() == key) {
      items[i + 1] = std::move(node);
      return;
    }
  }
  items.push_back(yaml_text(key));
  items.push_back(std::move(node));
}

bool YamlNode::make_lists(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const YamlNode* found = find(key);
    if (found == nullptr) {
      YamlNode empty;
      empty.kind = Kind::sequence;
      set(key, std::move(empty));
    } else if (!found->is_sequence()) {
      return false;
    }
  }
  return true;
}

std::size_t YamlNode::size() const {
  std::size_t count = 1;
  for (const YamlNode& item : items) {
    count += item.size();
  }
  return count;
}

std::size_t YamlNode::depth() const {
  std::size_t deepest = 0;
  for (const YamlNode& item : items) {
    deepest = std::max(deepest, item.depth());
  }
  return deepest + 1;
}

YamlNode yaml_text(std::string_view text) {
  YamlNode node;
  node.style = YAML_ANY_SCALAR_STYLE;
  node.value = text;
  return node;
}

}  // namespace cel
