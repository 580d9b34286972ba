// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_value.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"
#include "cel/redact/rules.h"
#include "cel/redact/secret_shape.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

constexpr ByteSet kWordEnds(" \t\r\n&;,\"'<>`");
constexpr ByteSet kCloses(")]}");
constexpr auto kSchemes = CEL_RULES("scheme");
constexpr auto kHeaders = CEL_RULES("header");

std::size_t line_end(std::string_view text, std::size_t at) {
  return std::min(text.find('\n', at), text.size());
}

/// Returns the end of the word at `at`, the arguments of a call included: `SecretStr('...')`.
std::size_t word_end(std::string_view text, std::size_t at) {
  bool looked_for_bracket = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (kWordEnds.has(c)) {
      break;
    }
    if (kCloses.has(c) && !is_alphanumeric(at_or_nul(text, at + 1))) {
      break;
    }
    if (c == '\\') {
      const std::size_t escaped = after_backslashes(text, at);
      const char letter = at_or_nul(text, escaped);
      if (letter == 'n' || letter == 'r' || is_any_quote(letter)) {
        break;
      }
      at = escaped - 1;
      continue;
    }
    if ((c == '(' || c == '[' || c == '{') && !looked_for_bracket) {
      looked_for_bracket = true;
      const std::size_t close = bracket_end(text.substr(0, line_end(text, at)), at);
      at = kCloses.has(text[close - 1]) ? close - 1 : at;
    }
  }
  return at;
}

/// Returns the distance of `at` from the start of its line, at most 80. For a YAML key this is its
/// indentation, list marks included.
std::size_t column_of(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start > 0 && at - start < 80 && text[start - 1] != '\n') {
    if (text[start - 1] == 'n' && start > 1 && text[start - 2] == '\\') {
      break;
    }
    --start;
  }
  return at - start;
}

/// Returns the lines after the line break at `at` that are indented by more than `column`, and list items
/// that are indented by `column`.
Value block_after(std::string_view text, std::size_t at, std::size_t column) {
  Value block{at, at, false};
  while (const std::size_t size = newline_size(text, at)) {
    const std::size_t start = at + size;
    const std::size_t content = std::min(text.find_first_not_of(' ', start), text.size());
    const bool item = text.substr(content).starts_with("- ");
    if (newline_size(text, content) > 0) {
      at = content;  // an empty line
      continue;
    }
    if (content == text.size() || content - start + (item ? 1 : 0) <= column) {
      break;
    }
    at = content;
    while (at < text.size() && newline_size(text, at) == 0) {
      at = text[at] == '\\' ? after_backslashes(text, at) : at + 1;
    }
    block.begin = block.empty() ? content : block.begin;
    block.end = at;
  }
  return block;
}

/// Returns the rest of a header's line, up to the line's end or to the quote that opens before the header.
Value header_value(std::string_view text, std::size_t begin, std::size_t at) {
  const char quote = begin > 0 && is_any_quote(text[begin - 1]) ? text[begin - 1] : '\n';
  std::size_t end = at;
  while (end < text.size() && text[end] != quote && newline_size(text, end) == 0) {
    end = text[end] == '\\' ? after_backslashes(text, end) : end + 1;
  }
  return {at, end, false};
}

}  // namespace

Value value_after(std::string_view text, std::size_t begin, std::size_t end, Sign sign, std::size_t at) {
  const std::string_view name = text.substr(begin, end - begin);
  if (sign == Sign::tag) {
    return {at, std::min(text.find('<', at), text.size()), true};
  }
  const std::size_t start = after_blanks(text, at);
  const Opening opening = opening_at(text, start);
  if (opening.quote != '\0') {
    return {opening.content, content_end(text, opening, false), true};
  }
  if (sign == Sign::compares || sign == Sign::comma || sign == Sign::blank) {
    return {};
  }
  const char first = at_or_nul(text, start);
  if (sign == Sign::colon) {
    if (rules::has_word(kHeaders, name)) {
      return header_value(text, begin, at);
    }
    std::size_t rest = start;
    if (first == '|' || first == '>') {
      rest = std::min(text.find_first_not_of("+-0123456789", start + 1), text.size());
      rest = after_blanks(text, rest);
    }
    if (newline_size(text, rest) > 0) {
      return block_after(text, rest, column_of(text, begin));
    }
  }
  if (first == '(' || first == '[' || first == '{' ||
      (first == '<' && is_name_byte(at_or_nul(text, start + 1)))) {
    return {start, bracket_end(text, start), false};
  }
  std::size_t stop = word_end(text, start);
  if (rules::has_word(kSchemes, text.substr(start, stop - start))) {
    stop = word_end(text, after_blanks(text, stop));
  }
  const std::size_t next = after_blanks(text, stop);
  if (sign == Sign::colon && next > stop && at_or_nul(text, next) == '=' &&
      at_or_nul(text, next + 1) != '=') {
    return value_after(text, begin, end, Sign::assigns, next + 1);  // name: type = value
  }
  return {start, stop, false};
}

}  // namespace cel
