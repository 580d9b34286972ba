// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/secret_value.h"

#include <algorithm>
#include <string>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"
#include "cel/redact/mask.h"
#include "cel/redact/rules.h"
#include "cel/redact/secret_name.h"
#include "cel/redact/secret_shape.h"

namespace cel {
namespace {

constexpr ByteSet kWordEnds(" \t\r\n&;,\"'<>`");
constexpr ByteSet kCloses(")]}");
constexpr ByteSet kPrefixes("bBuUrRfF");  // of strings
constexpr auto kHarmless = CEL_RULES("harmless");
constexpr auto kSchemes = CEL_RULES("scheme");
constexpr auto kHeaders = CEL_RULES("header");

bool is_one_of(std::string_view text, const auto& words) {
  return text.size() <= 32 && std::find(words.begin(), words.end(), lowered(text)) != words.end();
}

std::size_t line_end(std::string_view text, std::size_t at) {
  return std::min(text.find('\n', at), text.size());
}

/// Where the word ends that begins at `at`. A call's arguments belong to it: `SecretStr('...')`.
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

/// How far the line is indented that `at` is in, list marks of YAML included, at most up to `at`.
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

/// The lines that are indented more than `column`, from the line break at `at` on; list items as far as it.
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

/// The rest of a header's line: up to its end, or to the quote that was opened before its name.
Value header_value(std::string_view text, std::size_t begin, std::size_t at) {
  const char quote = begin > 0 && is_any_quote(text[begin - 1]) ? text[begin - 1] : '\n';
  std::size_t end = at;
  while (end < text.size() && text[end] != quote && newline_size(text, end) == 0) {
    end = text[end] == '\\' ? after_backslashes(text, end) : end + 1;
  }
  return {at, end, false};
}

bool is_placeholder(std::string_view value) {
  const auto is_identifier = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_alphanumeric(c) || c == '_' || c == '.'; });
  };
  if (value == "?" || value == "%s" || value.find_first_not_of('*') == std::string_view::npos ||
      (value.size() > 2 && value.find_first_not_of("xX") == std::string_view::npos)) {
    return true;
  }
  if (value.starts_with("${") || value.starts_with("%(")) {
    return value.find_first_of("})") >= value.size() - 2;
  }
  if (value.starts_with("{") && value.ends_with("}")) {
    return is_identifier(value.substr(1, value.size() - 2));
  }
  return value.starts_with("$") && value.size() > 1 &&
         std::all_of(value.begin() + 1, value.end(), [](char c) { return is_upper(c) || c == '_'; });
}

}  // namespace

Opening opening_at(std::string_view text, std::size_t at) {
  std::size_t start = at;
  while (start < at + 2 && kPrefixes.has(at_or_nul(text, start))) {
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
    if (is_one_of(name, kHeaders)) {
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
  if (is_one_of(text.substr(start, stop - start), kSchemes)) {
    stop = word_end(text, after_blanks(text, stop));
  }
  const std::size_t next = after_blanks(text, stop);
  if (sign == Sign::colon && next > stop && at_or_nul(text, next) == '=' &&
      at_or_nul(text, next + 1) != '=') {
    return value_after(text, begin, end, Sign::assigns, next + 1);  // name: type = value
  }
  return {start, stop, false};
}

bool is_harmless(std::string_view name, std::string_view value) {
  if (value.empty() || value.starts_with(kMask.substr(0, kMask.size() - 1)) || is_one_of(value, kHarmless) ||
      is_placeholder(value)) {
    return true;
  }
  for (const std::string_view kind :
       {"<function ", "<module ", "<class ", "<bound ", "<built-in ", "<method "}) {
    if (value.starts_with(kind)) {
      return true;
    }
  }
  if (value[0] == '/' && is_one_of(name, std::to_array<std::string_view>({"pwd", "oldpwd"}))) {
    return true;
  }
  const auto is_number = [](char c) { return is_digit(c) || c == '.' || c == '-' || c == 'L'; };
  return std::all_of(value.begin(), value.end(), is_number) &&
         std::count(value.begin(), value.end(), '.') < 2 && !hides_numbers(name);
}

}  // namespace cel
