// SPDX-License-Identifier: Apache-2.0
#include "cel/run/redact/secret_pairs.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/run/redact/find.h"
#include "cel/run/redact/secret_name.h"
#include "cel/run/redact/secret_shape.h"
#include "cel/run/redact/secret_value.h"

namespace cel {
namespace {

constexpr std::size_t kLongestQuoted = 80;  // bytes of a name in quotes

/// Whether a value may follow here: after = : and >, between a word and a quoted string, and after the comma
/// of
/// ("name", "value").
bool is_sign(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '=':
    case ':':
    case '>':
      return true;
    case ' ':
      return is_quote(at_or_nul(text, at + 1)) ||
             (at_or_nul(text, at + 1) == '\\' && is_quote(at_or_nul(text, at + 2)));
    case ',':
      return at > 0 && is_quote(text[at - 1]);
    default:
      return false;
  }
}

/// What stands in quotes that close before `end`, if that can be the name of what follows the sign.
std::string_view quoted_before(std::string_view text, std::size_t end, std::size_t here, char sign) {
  const char quote = text[--end];
  while (end > here && text[end - 1] == '\\') {
    --end;
  }
  const std::size_t low = end > here + kLongestQuoted ? end - kLongestQuoted : here;
  const std::size_t open = end == low ? kNone : text.substr(low, end - low).rfind(quote);
  if (open == kNone) {
    return {};
  }
  const std::size_t start = low + open + 1;
  const std::string_view name = text.substr(start, end - start);
  if (name.find_first_of("=:,\\") != kNone) {
    return {};
  }
  // `("name", "value")` is a pair; of a list of words none names the next.
  std::size_t before = start - 1;
  while (before > 0 && (text[before - 1] == 'b' || text[before - 1] == 'u')) {
    --before;
  }
  return sign != ',' || (before > 0 && text[before - 1] == '(') ? name : std::string_view();
}

/// What stands before the sign, if that can be the name of what follows it.
std::string_view name_before(std::string_view text, std::size_t sign, std::size_t here) {
  std::size_t end = sign;
  while (end > here && (text[end - 1] == ' ' || text[end - 1] == '\\' || text[end - 1] == ']')) {
    --end;
  }
  if (end > here && is_quote(text[end - 1])) {
    if (const std::string_view name = quoted_before(text, end, here, text[sign]); !name.empty()) {
      return name;
    }
    --end;
  }
  std::size_t start = end;
  while (start > here && (is_alphanumeric(text[start - 1]) || text[start - 1] == '_' ||
                          text[start - 1] == '-' || text[start - 1] == '.')) {
    --start;
  }
  const char before = start > 0 ? text[start - 1] : '\0';
  const char first = at_or_nul(text, start);
  if (before == '\\' && start < end && (first == 'n' || first == 'r' || first == 't')) {
    ++start;  // source of a newline
  }
  const std::string_view name = text.substr(start, end - start);
  if (text[sign] == '>') {
    return before == '<' ? name : std::string_view();
  }
  if (text[sign] == ' ' && lowered(name) == "by") {
    return lowered(text.substr(0, start)).ends_with("identified ") ? "password" : name;
  }
  return text[sign] == ',' ? std::string_view() : name;
}

}  // namespace

std::string without_pairs(std::string_view text) {
  std::string out;
  std::size_t here = 0;
  for (std::size_t sign = 0; sign < text.size(); ++sign) {
    if (!is_sign(text, sign)) {
      continue;
    }
    const std::string_view name = name_before(text, sign, here);
    if (name.empty() || !is_secret_name(name)) {
      continue;
    }
    const auto [start, end] = value_after(text, sign, name);
    if (end > start && !is_harmless(name, text.substr(start, end - start))) {
      (out += text.substr(here, start - here)) += kMask;
      here = end;
      sign = std::max(sign, end - 1);
    }
  }
  out += text.substr(here);
  return out;
}

}  // namespace cel
