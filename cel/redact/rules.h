// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "cel/base/letters.h"

namespace cel::rules {

// The compiler makes tables of rules.inc, so that they cost nothing at start.

inline constexpr std::string_view kText =
#include "cel/redact/rules.inc"
    ;

/// Removes the next word, which ends at a space, from the front of `line` and returns it.
constexpr std::string_view next_word(std::string_view& line) {
  while (!line.empty() && line.front() == ' ') {
    line.remove_prefix(1);
  }
  std::size_t end = 0;
  while (end < line.size() && line[end] != ' ') {
    ++end;
  }
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end);
  return word;
}

/// Calls `act` with the text after the colon of each line of this kind.
template <typename Act>
constexpr void each_line(std::string_view kind, Act act) {
  for (std::size_t at = 0; at < kText.size();) {
    std::size_t end = at;
    while (end < kText.size() && kText[end] != '\n') {
      ++end;
    }
    const std::string_view line = kText.substr(at, end - at);
    if (line.size() > kind.size() && line.starts_with(kind) && line[kind.size()] == ':') {
      act(line.substr(kind.size() + 1));
    }
    at = end + 1;
  }
}

/// Returns the number of words in all lines of a kind.
constexpr std::size_t count_words(std::string_view kind) {
  std::size_t count = 0;
  each_line(kind, [&](std::string_view line) {
    while (!next_word(line).empty()) {
      ++count;
    }
  });
  return count;
}

/// Returns the words of all lines of a kind, in order.
template <std::size_t kCount>
constexpr std::array<std::string_view, kCount> words_of(std::string_view kind) {
  std::array<std::string_view, kCount> words{};
  std::size_t at = 0;
  each_line(kind, [&](std::string_view line) {
    for (std::string_view word = next_word(line); !word.empty(); word = next_word(line)) {
      words[at++] = word;
    }
  });
  return words;
}

/// Returns whether `word`, whatever its case, is one of `words`, which are in lower case.
bool has_word(const auto& words, std::string_view word) {
  return word.size() <= 32 && std::find(words.begin(), words.end(), lowered(word)) != words.end();
}

#define CEL_RULES(kind) ::cel::rules::words_of<::cel::rules::count_words(kind)>(kind)

/// An index of rules by the first two bytes of their member `text`.
template <typename Rule, std::size_t kCount>
class RuleTable {
 public:
  constexpr explicit RuleTable(std::array<Rule, kCount> rules) : rules_(rules) {
    for (std::size_t i = 1; i < kCount; ++i) {
      for (std::size_t j = i; j > 0 && key(rules_[j - 1].text) > key(rules_[j].text); --j) {
        const Rule rule = rules_[j];
        rules_[j] = rules_[j - 1];
        rules_[j - 1] = rule;
      }
    }
    std::size_t at = 0;
    for (std::size_t number = 0; number < starts_.size(); ++number) {
      starts_[number] = static_cast<unsigned char>(at);
      while (at < kCount && key(rules_[at].text) == number) {
        ++at;
      }
    }
  }

  struct Range {
    const Rule* first;
    const Rule* last;
    constexpr const Rule* begin() const { return first; }
    constexpr const Rule* end() const { return last; }
  };

  /// Returns the rules that may match the start of `text`: compare each.
  constexpr Range from(std::string_view text) const {
    const std::size_t number = text.empty() ? 0 : key(text);
    return {rules_.data() + starts_[number], rules_.data() + starts_[number + 1]};
  }

 private:
  static_assert(kCount < 256);

  static constexpr std::size_t key(std::string_view text) {
    return static_cast<std::size_t>(text[0] & 31) << 5U |
           static_cast<std::size_t>(text.size() > 1 ? text[1] & 31 : 0);
  }

  std::array<Rule, kCount> rules_;
  std::array<unsigned char, 1025> starts_{};
};

}  // namespace cel::rules
