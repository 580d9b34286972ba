// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/letters.h"
#include "cel/redact/secret_finder.h"
#include "cel/redact/secret_shape.h"

namespace cel {
namespace {

// What begins a statement whose colon is followed by a block.
constexpr auto kBlocks =
    std::to_array<std::string_view>({"class", "def", "async", "if", "elif", "else", "for", "while", "with",
                                     "try", "except", "match", "case"});

/// Whether the line that `at` is in begins with such a word.
bool opens_block(std::string_view text, std::size_t at) {
  const std::size_t newline = text.substr(0, at).rfind('\n');
  std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  start = after_blanks(text, start);
  std::size_t end = start;
  while (end < text.size() && is_letter(text[end])) {
    ++end;
  }
  return std::find(kBlocks.begin(), kBlocks.end(), text.substr(start, end - start)) != kBlocks.end();
}

/// The word of code: a name with its dots, or a number.
std::size_t code_word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_name_byte(text[at]) && text[at] != '-') {
    ++at;
  }
  return at;
}

/// Whether a string of code names something rather than being it: os.environ["DB_PASSWORD"].
bool is_constant_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; });
}

/// Whether a string of several lines begins or ends outside of these lines.
bool has_half_a_string(std::string_view text) {
  std::size_t count = 0;
  for (const std::string_view quotes : {R"(""")", "'''"}) {
    for (std::size_t at = text.find(quotes); at != std::string_view::npos; at = text.find(quotes, at + 3)) {
      ++count;
    }
  }
  return count % 2 == 1;
}

}  // namespace

/// The strings and numbers of the expression behind a secret's name, up to its end: at the line's unless a
/// bracket, a backslash or nothing but the sign is before that.
std::size_t SecretFinder::literals(std::string_view text, std::size_t begin, std::size_t end,
                                   const FoundSign& sign) {
  const std::string_view name = text.substr(begin, end - begin);
  const bool one = sign.sign == Sign::compares;
  std::size_t depth = 0;
  bool any = false;  // of the expression
  for (std::size_t at = sign.end; at < text.size();) {
    const char c = text[at];
    if (c == '\n') {
      const bool goes_on = depth > 0 || text[at - 1] == '\\' ||
                           (!any && (sign.quoted || sign.sign != Sign::colon || !opens_block(text, begin)));
      if (!goes_on) {
        return at;
      }
      ++at;
      continue;
    }
    if (const Opening opening = opening_at(text, at); opening.quote != '\0') {
      const std::size_t close = content_end(text, opening, true);
      const std::string_view value = text.substr(opening.content, close - opening.content);
      if (!is_harmless(name, value)) {
        const bool whole = !any && !is_constant_name(value);
        add(opening.content, close, whole ? Secret::Kind::named : Secret::Kind::doubtful);
      }
      at = std::min(close + (opening.triple ? 3U : 1U) + opening.backslashes, text.size());
      any = true;
      if (one) {
        return at;
      }
      continue;
    }
    if (is_name_byte(c) && c != '-') {
      const std::size_t stop = code_word_end(text, at);
      const std::string_view value = text.substr(at, stop - at);
      if (is_digit(c) && !is_harmless(name, value)) {
        add(at, stop, Secret::Kind::doubtful);
      }
      at = stop;
      any = true;
      if (one) {
        return at;
      }
      continue;
    }
    if (c == '\\') {
      at = after_backslashes(text, at);
      continue;
    }
    const bool closes = c == ')' || c == ']' || c == '}';
    if (depth == 0 &&
        (closes || c == ';' || c == '#' || (c == ',' && (!targets_ || sign.sign != Sign::assigns)))) {
      return at;
    }
    depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
    depth -= closes ? 1 : 0;
    any = any || (c != ' ' && c != '\t');
    ++at;
  }
  return text.size();
}

std::size_t SecretFinder::string_in_code(std::string_view text, const Opening& opening, CommandLine& line) {
  const std::size_t close = content_end(text, opening, true);
  const std::size_t end = std::min(close + (opening.triple ? 3U : 1U), text.size());
  std::size_t stop = opening.content;
  while (stop < close && is_name_byte(text[stop])) {
    ++stop;
  }
  if (stop > opening.content && stop == close) {  // one word: a key, a name, one of a command's
    if (const std::size_t next = shape(text, opening.content, close); next > opening.content) {
      return end;
    }
    FoundSign sign = sign_after(text, opening.content, close);
    if (sign.sign != Sign::none && names_secret(text, opening.content, close, sign, {})) {
      const std::size_t next = std::min(text.find_first_not_of(" \t\n", sign.end), text.size());
      const Opening second = opening_at(text, next);
      const std::size_t second_end = second.quote == '\0' ? close : content_end(text, second, true);
      if (sign.sign != Sign::comma || (second_end > close && is_pair(text, opening.content, second_end))) {
        return literals(text, opening.content, close, sign);
      }
    }
    const Value value = secret_announced(text, opening.content, close,
                                         line.take(text.substr(opening.content, close - opening.content)));
    if (!value.empty()) {
      add(value.begin, value.end, Secret::Kind::doubtful);
      return std::min(value.end + 1, text.size());
    }
    return end;
  }
  const std::string_view content = text.substr(opening.content, close - opening.content);
  if (is_key_line(content)) {
    add(opening.content, close, Secret::Kind::shape);
    return end;
  }
  const std::size_t key = content.find("-----BEGIN ");
  if (key != std::string_view::npos) {  // which may go over several strings
    const std::size_t begin = opening.content + key;
    if (const std::size_t key_end = private_key_end(text, begin); key_end > begin) {
      add(begin, key_end, Secret::Kind::shape);
      return key_end;
    }
  }
  line.start_line();
  this->text(text.substr(0, close), opening.content, line);
  return end;
}

std::size_t SecretFinder::word_in_code(std::string_view text, std::size_t at) {
  const std::size_t end = code_word_end(text, at);
  if (const std::size_t next = shape(text, at, end); next > at) {
    return next;
  }
  const FoundSign sign = sign_after(text, at, end);
  const bool hides = names_.hides(text.substr(at, end - at));
  secret_target_ = secret_target_ || (targets_ && hides);
  if (sign.sign == Sign::none || sign.sign == Sign::blank || sign.sign == Sign::tag ||
      sign.sign == Sign::comma) {
    return end;
  }
  const bool of_several = targets_ && secret_target_ && sign.sign == Sign::assigns;
  if (!of_several &&
      (!hides || (sign.sign == Sign::colon && newline_size(text, after_blanks(text, sign.end)) > 0 &&
                  opens_block(text, at)))) {
    return end;
  }
  return literals(text, at, end, sign);
}

void SecretFinder::code(std::string_view text, std::size_t at) {
  CommandLine line(names_);
  targets_ = true;
  secret_target_ = false;
  at = line_of_key(text, at);
  while (at < text.size()) {
    if (out_of_time(text, at)) {
      return;
    }
    const char c = text[at];
    if (c == '\n' || c == ';') {
      targets_ = true;
      secret_target_ = false;
      at = c == '\n' ? line_of_key(text, at + 1) : at + 1;
    } else if (c == '#' || text.substr(at).starts_with("//") || text.substr(at).starts_with("-----BEGIN")) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::size_t close = private_key_end(text, at);
      if (close > at) {
        add(at, close, Secret::Kind::shape);
        at = close;
      } else {
        this->text(text.substr(0, end), at, line);
        at = end;
      }
    } else if (const Opening opening = opening_at(text, at); opening.quote != '\0') {
      targets_ = false;
      at = string_in_code(text, opening, line);
    } else if (c == '\\') {
      at = after_backslashes(text, at);
    } else if (is_name_byte(c) && c != '-') {
      at = word_in_code(text, at);
    } else {
      targets_ = targets_ && (c == ' ' || c == '\t' || c == ',' || c == '*');
      ++at;
    }
  }
}

std::vector<Secret> SecretFinder::in_code(std::string_view text) {
  code(text, 0);
  std::vector<Secret> found = std::move(found_);
  if (has_half_a_string(text)) {
    // What is code and what a string's lines cannot be told: each line is looked at as both.
    stopped_ = false;
    found_.clear();
    CommandLine line(names_);
    this->text(text, 0, line);
    found.insert(found.end(), found_.begin(), found_.end());
    merge(found);
  }
  return found;
}

}  // namespace cel
