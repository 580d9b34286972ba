// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/code_expression.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/redact/harmless.h"
#include "cel/redact/secret_shape.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

// The first words of statements whose colon opens a block.
constexpr auto kBlocks =
    std::to_array<std::string_view>({"class", "def", "async", "if", "elif", "else", "for", "while", "with",
                                     "try", "except", "match", "case"});

/// Returns whether the line of `at` begins with one of these words.
bool is_block_line(std::string_view text, std::size_t at) {
  const std::size_t newline = text.substr(0, at).rfind('\n');
  const std::size_t start = after_blanks(text, newline == std::string_view::npos ? 0 : newline + 1);
  std::size_t end = start;
  while (end < text.size() && is_letter(text[end])) {
    ++end;
  }
  return std::find(kBlocks.begin(), kBlocks.end(), text.substr(start, end - start)) != kBlocks.end();
}

/// Returns whether a string is a name of the secret rather than the secret: os.environ["DB_PASSWORD"].
bool is_constant_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

/// Returns whether the expression of this sign may begin on the next line.
bool goes_on_below(std::string_view text, std::size_t begin, const FoundSign& sign) {
  return sign.quoted || sign.sign != Sign::colon || !is_block_line(text, begin);
}

}  // namespace

std::size_t code_word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name_byte(text[at]) && text[at] != '-') {
    ++at;
  }
  return at;
}

bool opens_block(std::string_view text, std::size_t begin, const FoundSign& sign) {
  return sign.sign == Sign::colon && newline_size(text, after_blanks(text, sign.end)) > 0 &&
         is_block_line(text, begin);
}

std::size_t find_literals(std::string_view text, std::size_t begin, std::size_t end, const FoundSign& sign,
                          bool lists, ShapeFinder& found) {
  const std::string_view name = text.substr(begin, end - begin);
  const bool one = sign.sign == Sign::compares;  // operand
  std::size_t depth = 0;
  bool any = false;  // of the expression was seen
  for (std::size_t at = sign.end; at < text.size();) {
    const char c = text[at];
    if (c == '\n') {
      if (depth == 0 && text[at - 1] != '\\' && (any || !goes_on_below(text, begin, sign))) {
        return at;
      }
      ++at;
    } else if (const Opening opening = opening_at(text, at); opening.quote != '\0') {
      const std::size_t close = content_end(text, opening, true);
      const std::string_view value = text.substr(opening.content, close - opening.content);
      if (!is_harmless(name, value)) {
        const bool whole = !any && !is_constant_name(value);
        found.add(opening.content, close, whole ? Secret::Kind::named : Secret::Kind::doubtful);
      }
      at = std::min(close + (opening.triple ? 3U : 1U) + opening.backslashes, text.size());
      any = true;
      if (one) {
        return at;
      }
    } else if (is_name_byte(c) && c != '-') {
      const std::size_t stop = code_word_end(text, at);
      if (is_digit(c) && !is_harmless(name, text.substr(at, stop - at))) {
        found.add(at, stop, Secret::Kind::doubtful);
      }
      at = stop;
      any = true;
      if (one) {
        return at;
      }
    } else if (c == '\\') {
      at = after_backslashes(text, at);
    } else {
      const bool closes = c == ')' || c == ']' || c == '}';
      if (depth == 0 && (closes || c == ';' || c == '#' || (c == ',' && !lists))) {
        return at;
      }
      depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
      depth -= closes ? 1 : 0;
      any = any || (c != ' ' && c != '\t');
      ++at;
    }
  }
  return text.size();
}

}  // namespace cel
