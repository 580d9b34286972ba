// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cel {

/// A node of a YAML document. It keeps how its text looks, so that what is not changed is written as it was
/// read.
struct YamlNode {
  enum class Kind { scalar, sequence, mapping };

  Kind kind = Kind::scalar;
  int style = 0;      ///< as libyaml numbers those of the kind: plain, quoted, literal; block or flow
  bool plain = true;  ///< whether a scalar has neither quotes nor a tag, so that `true` is no text
  std::string tag;    ///< one that the text has
  std::string value;  ///< of a scalar
  /// The elements of a sequence; of a mapping, keys at even places, each followed by its value.
  std::vector<YamlNode> items;

  bool is_mapping() const { return kind == Kind::mapping; }
  bool is_sequence() const { return kind == Kind::sequence; }

  /// Returns whether this is nothing at all: `null`, `~` or an empty plain scalar.
  bool is_null() const;

  /// Returns the scalar's text; nothing for other nodes.
  std::string_view text() const {
    return kind == Kind::scalar ? std::string_view(value) : std::string_view();
  }

  /// Returns a mapping's value of `key`; nullptr if there is none, or it is null.
  YamlNode* find(std::string_view key);
  const YamlNode* find(std::string_view key) const;

  /// Returns the text of a mapping's value; nothing if it is no scalar.
  std::string_view text_of(std::string_view key) const;

  /// Sets a mapping's value of `key`.
  void set(std::string_view key, YamlNode node);

  /// Gives a mapping an empty sequence at each of the keys that has no value; false if another value is no
  /// sequence.
  bool make_lists(std::initializer_list<std::string_view> keys);

  /// Returns how many nodes this is, itself included.
  std::size_t size() const;

  /// Returns how many nodes lie within each other, itself included.
  std::size_t depth() const;
};

/// Returns a scalar without quotes, which are added where `text` needs them, but not for a word such as
/// `true`.
YamlNode yaml_text(std::string_view text);

}  // namespace cel
