// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/string_literal.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"

namespace cel {
namespace {

constexpr ByteSet kStringPrefixes("bBuUrRfF");

}  // namespace

std::size_t after_backslashes(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == '\\') {
    ++at;
  }
  return std::min(at, text.size());
}

std::size_t after_blanks(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      const std::size_t escaped = after_backslashes(text, at);
      if (at_or_nul(text, escaped) != 't') {
        break;
      }
      at = escaped;
    } else if (text[at] != ' ' && text[at] != '\t') {
      break;
    }
  }
  return at;
}

std::size_t newline_size(std::string_view text, std::size_t at) {
  const char c = at_or_nul(text, at);
  if (c == '\n') {
    return 1;
  }
  if (c == '\r') {
    return 1 + newline_size(text, at + 1);
  }
  if (c != '\\') {
    return 0;
  }
  const std::size_t escaped = after_backslashes(text, at);
  const char letter = at_or_nul(text, escaped);
  return letter == 'n' || letter == 'r' ? escaped + 1 - at : 0;
}

Opening opening_at(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start < at + 2 && kStringPrefixes.has(at_or_nul(text, start))) {
    ++start;
  }
  for (const std::size_t from : {at, start}) {
    const std::size_t quote = after_backslashes(text, from);
    const char c = at_or_nul(text, quote);
    if (is_any_quote(c)) {
      const bool triple =
          quote == from && c != '`' && at_or_nul(text, quote + 1) == c && at_or_nul(text, quote + 2) == c;
      return {c, quote + (triple ? 3 : 1), quote - from, triple};
    }
  }
  return {};
}

std::size_t content_end(std::string_view text, const Opening& opening, bool one_line) {
  std::size_t backslashes = 0;
  for (std::size_t at = opening.content; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\') {
      ++backslashes;
      continue;
    }
    if (c == opening.quote) {
      const bool escaped = opening.backslashes > 0 ? backslashes > opening.backslashes : backslashes % 2 == 1;
      if (!escaped && (!opening.triple || (at_or_nul(text, at + 1) == c && at_or_nul(text, at + 2) == c))) {
        return at - std::min(backslashes, opening.backslashes);
      }
    }
    if (c == '\n' && one_line && !opening.triple && opening.quote != '`' && backslashes == 0) {
      return at;
    }
    backslashes = 0;
  }
  return text.size();
}

std::size_t bracket_end(std::string_view text, std::size_t at) {
  const bool angle = text[at] == '<';
  const std::string_view opens = angle ? "<" : "([{";
  const std::string_view closes = angle ? ">" : ")]}";
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\\' || is_any_quote(c)) {
      if (const Opening opening = opening_at(text, at); opening.quote != '\0') {
        const std::size_t end = content_end(text, opening, false);
        at = end + opening.backslashes + (opening.triple ? 3 : 1);
        continue;
      }
      at = c == '\\' ? after_backslashes(text, at) : at + 1;
      continue;
    }
    ++at;
    if (opens.find(c) != std::string_view::npos) {
      ++depth;
    } else if (closes.find(c) != std::string_view::npos && --depth == 0) {
      return at;
    }
  }
  return text.size();
}

}  // namespace cel
