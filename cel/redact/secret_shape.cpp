// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_shape.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/redact/rules.h"

namespace cel {
namespace {

constexpr std::size_t kLongestTitle = 64;  // bytes between BEGIN and the hyphens
constexpr std::string_view kBegin = "-----BEGIN ";
constexpr std::string_view kEnd = "-----END ";

struct KeyRule {
  std::string_view text;
  std::size_t least = 0;  // bytes that follow
};

constexpr auto kKeyWords = CEL_RULES("key");

constexpr auto key_rules() {
  std::array<KeyRule, kKeyWords.size() / 2> found;
  for (std::size_t i = 0; i < found.size(); ++i) {
    found[i].text = kKeyWords[2 * i];
    for (const char digit : kKeyWords[2 * i + 1]) {
      found[i].least = found[i].least * 10 + static_cast<std::size_t>(digit - '0');
    }
  }
  return found;
}

constexpr rules::RuleTable kKeyRules(key_rules());

constexpr bool is_base64(char c) {
  return is_lower(c) || is_upper(c) || is_digit(c) || c == '+' || c == '/' || c == '=';
}

/// Returns whether the text has a digit, a lower-case and an upper-case letter.
bool has_all_kinds(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_digit) && std::any_of(text.begin(), text.end(), is_lower) &&
         std::any_of(text.begin(), text.end(), is_upper);
}

/// Returns the end of the title of a PEM block that begins at `at`.
std::size_t title_end(std::string_view text, std::size_t at) {
  const std::size_t most = std::min(text.size(), at + kLongestTitle);
  while (at < most && (is_upper(text[at]) || is_digit(text[at]) || text[at] == ' ')) {
    ++at;
  }
  return at;
}

}  // namespace

std::size_t key_in_word(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t last_dot = std::string_view::npos;  // npos: not looked for yet; 0: the word has none
  for (std::size_t at = begin; at + kShortestKey <= end; ++at) {
    if (at > begin && is_alphanumeric(text[at - 1])) {
      continue;
    }
    for (const KeyRule& rule : kKeyRules.from(text.substr(at))) {
      if (text.compare(at, rule.text.size(), rule.text) != 0 || end - at < rule.text.size() + rule.least) {
        continue;
      }
      if (rule.text != "eyJ") {
        return at;
      }
      if (last_dot == std::string_view::npos) {
        last_dot = text.substr(begin, end - begin).rfind('.');
        last_dot = last_dot == std::string_view::npos ? 0 : begin + last_dot;
      }
      if (last_dot > at) {
        return at;  // a JSON Web Token has a signature; other JSON in base64 has none
      }
    }
  }
  return end;
}

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && (is_digit(text[at]) ||
                              ((text[at] == ' ' || text[at] == '-') && is_digit(at_or_nul(text, at + 1))))) {
    ++at;
  }
  return at;
}

bool is_card_number(std::string_view text) {
  // The check of Luhn (ISO/IEC 7812-1, annex B).
  int count = 0;
  int total = 0;
  for (std::size_t i = text.size(); i-- > 0 && count <= 19;) {
    if (is_digit(text[i])) {
      const int number = (text[i] - '0') * (count % 2 == 0 ? 1 : 2);
      total += number / 10 + number % 10;
      ++count;
    }
  }
  return count >= 13 && count <= 19 && text[0] >= '3' && text[0] <= '6' && total % 10 == 0;
}

std::size_t private_key_end(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with(kBegin)) {
    return at;
  }
  const std::size_t title = at + kBegin.size();
  const std::size_t body = title_end(text, title);
  if (text.substr(title, body - title).find("PRIVATE KEY") == std::string_view::npos) {
    return at;
  }
  const std::size_t end = text.find(kEnd, body);
  if (end == std::string_view::npos) {
    return text.size();
  }
  const std::size_t close = title_end(text, end + kEnd.size());
  return std::min(std::min(text.find_first_not_of('-', close), text.size()), close + 5);
}

bool is_key_line(std::string_view line, bool last) {
  while (!line.empty() && !is_base64(line.front())) {
    line.remove_prefix(1);
  }
  std::size_t size = 0;
  while (size < line.size() && is_base64(line[size])) {
    ++size;
  }
  return size >= (last ? 4U : 60U) && size <= 76 && line.size() - size <= 4 &&
         (last || has_all_kinds(line.substr(0, size)));
}

}  // namespace cel
