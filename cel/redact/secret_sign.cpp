// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_sign.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

/// Returns the start, prefix and backslashes included, of the string whose content begins at `begin`.
std::size_t string_start(std::string_view text, std::size_t begin) {
  std::size_t at = begin - std::min<std::size_t>(begin, 1);
  while (at > 0 && (text[at - 1] == '\\' || text[at - 1] == 'b' || text[at - 1] == 'u')) {
    --at;
  }
  return at;
}

}  // namespace

FoundSign sign_after(std::string_view text, std::size_t begin, std::size_t end) {
  const char next = at_or_nul(text, end);
  if (next == '>') {
    return begin > 0 && text[begin - 1] == '<' ? FoundSign{Sign::tag, end + 1, false} : FoundSign{};
  }
  const std::size_t quote = next == '\\' ? after_backslashes(text, end) : end;
  const bool quoted = is_any_quote(at_or_nul(text, quote));
  std::size_t closed = quoted ? quote + 1 : end;
  if (at_or_nul(text, closed) == ']') {
    ++closed;
  }
  const std::size_t at = after_blanks(text, closed);
  const char first = at_or_nul(text, at);
  const char second = at_or_nul(text, at + 1);
  const auto found = [&](Sign sign, std::size_t size) { return FoundSign{sign, at + size, quoted}; };
  switch (first) {
    case '=':
      return second == '=' ? found(Sign::compares, at_or_nul(text, at + 2) == '=' ? 3 : 2)
                           : found(Sign::assigns, second == '>' ? 2 : 1);
    case ':':
      return second == '='                                                        ? found(Sign::assigns, 2)
             : second == ':' || (second == '/' && at_or_nul(text, at + 2) == '/') ? FoundSign{}
                                                                                  : found(Sign::colon, 1);
    case '!':
      return second == '=' ? found(Sign::compares, at_or_nul(text, at + 2) == '=' ? 3 : 2) : FoundSign{};
    case '?':
    case '+':
    case '|':
    case '&': {
      const std::size_t size = second == first ? 2 : 1;
      const char last = at_or_nul(text, at + size);
      return last == '='                   ? found(Sign::assigns, size + 1)
             : last == ':' && first == '?' ? found(Sign::colon, size + 1)
                                           : FoundSign{};
    }
    case ',':
      return quoted ? found(Sign::comma, 1) : FoundSign{};
    default:
      return at > closed && opening_at(text, at).quote != '\0' ? found(Sign::blank, 0) : FoundSign{};
  }
}

bool may_open_pair(std::string_view text, std::size_t begin) {
  const std::size_t open = string_start(text, begin);
  return open > 0 && (text[open - 1] == '(' || text[open - 1] == '[');
}

bool is_pair(std::string_view text, std::size_t begin, std::size_t end) {
  const std::size_t open = string_start(text, begin);
  if (!may_open_pair(text, begin)) {
    return false;
  }
  const bool is_call =
      text[open - 1] == '(' && open > 1 && (is_alphanumeric(text[open - 2]) || text[open - 2] == '_');
  const char after = at_or_nul(text, after_backslashes(text, end) + 1);
  return is_call || after == ')' || after == ']' || after == '\0';
}

}  // namespace cel
