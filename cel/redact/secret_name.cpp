// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_name.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/redact/rules.h"

namespace cel {
namespace {

constexpr std::size_t kLongest = 200;  // bytes at the end of a name that count

enum class Where { word, end, part, number, about, fault };

struct NameRule {
  std::string_view text;
  Where where = Where::word;
};

constexpr auto kWords = CEL_RULES("word");
constexpr auto kEnds = CEL_RULES("end");
constexpr auto kParts = CEL_RULES("part");
constexpr auto kNumbers = CEL_RULES("number");
constexpr auto kAbout = CEL_RULES("about");
constexpr auto kFaults = CEL_RULES("fault");

constexpr auto all_rules() {
  std::array<NameRule,
             kWords.size() + kEnds.size() + kParts.size() + kNumbers.size() + kAbout.size() + kFaults.size()>
      rules;
  std::size_t at = 0;
  const auto add = [&](const auto& words, Where where) {
    for (const std::string_view word : words) {
      rules[at++] = {word, where};
    }
  };
  add(kWords, Where::word);
  add(kEnds, Where::end);
  add(kParts, Where::part);
  add(kNumbers, Where::number);
  add(kAbout, Where::about);
  add(kFaults, Where::fault);
  return rules;
}

constexpr rules::RuleTable kNameRules(all_rules());

/// The letters of a name in lower case, without other characters, and the positions where its words start.
class Letters {
 public:
  explicit Letters(std::string_view name) {
    name = name.substr(name.size() - std::min(name.size(), kLongest));
    bool between = true;
    for (std::size_t i = 0; i < name.size(); ++i) {
      const char c = name[i];
      const bool camel =
          i > 0 && is_upper(c) &&
          (is_lower(name[i - 1]) || (is_upper(name[i - 1]) && is_lower(at_or_nul(name, i + 1))));
      if (is_letter(c)) {
        starts_[size_] = between || camel;
        letters_[size_++] = lower(c);
      }
      between = !is_letter(c);
    }
    starts_[size_] = true;
  }

  /// Calls `found` with each rule that matches and whether it matches at the end, until `found` returns true;
  /// returns whether it did.
  template <typename Found>
  bool any(Found found) const {
    const std::string_view letters(letters_.data(), size_);
    for (std::size_t i = 0; i < size_; ++i) {
      for (const NameRule& rule : kNameRules.from(letters.substr(i))) {
        const std::size_t end = i + rule.text.size();
        if (end > size_ || letters.compare(i, rule.text.size(), rule.text) != 0) {
          continue;
        }
        const bool at_end = starts_[end];
        const bool whole = starts_[i] && at_end;
        const bool fits = rule.where == Where::part || rule.where == Where::number ||
                          (rule.where == Where::end ? at_end : whole);
        if (fits && found(rule.where, end == size_)) {
          return true;
        }
      }
    }
    return false;
  }

 private:
  std::array<char, kLongest> letters_;
  std::array<bool, kLongest + 1> starts_;
  std::size_t size_ = 0;
};

std::string normalised(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_alphanumeric(c)) {
      out += lower(c);
    }
  }
  return out;
}

}  // namespace

SecretNames::SecretNames(std::string_view own) {
  while (!own.empty()) {
    const std::size_t end = std::min(own.find_first_of(" ,\t\n"), own.size());
    if (std::string word = normalised(own.substr(0, end)); !word.empty()) {
      own_.push_back(std::move(word));
    }
    own.remove_prefix(std::min(end + 1, own.size()));
  }
}

bool SecretNames::hides(std::string_view name) const {
  bool secret = false;
  const bool about = Letters(name).any([&](Where where, bool last) {
    secret = secret || where == Where::word || where == Where::end || where == Where::part;
    return where == Where::about && last;
  });
  if (secret && !about) {
    return true;
  }
  if (own_.empty()) {
    return false;
  }
  const std::string whole = normalised(name);
  return std::any_of(own_.begin(), own_.end(),
                     [&](const std::string& part) { return whole.find(part) != std::string::npos; });
}

bool hides_numbers(std::string_view name) {
  return Letters(name).any([](Where where, bool /*last*/) { return where == Where::number; });
}

bool names_fault(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return is_upper(at_or_nul(name, dot == std::string_view::npos ? 0 : dot + 1)) &&
         Letters(name).any([](Where where, bool /*last*/) { return where == Where::fault; });
}

}  // namespace cel
