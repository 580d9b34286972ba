// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/announced_secret.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"
#include "cel/redact/harmless.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

constexpr ByteSet kShellEnds(" \t\r\n'\"`");
constexpr ByteSet kClosing(")]},;");

/// Returns the end of the shell's word at `at`, without brackets and signs that end a list or a sentence.
std::size_t shell_word_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && !kShellEnds.has(text[end])) {
    if (text[end] != '\\') {
      ++end;
    } else if (newline_size(text, end) > 0) {
      break;
    } else {
      end = after_backslashes(text, end);
    }
  }
  while (end > at && kClosing.has(text[end - 1])) {
    --end;
  }
  return end;
}

/// Returns the word after the one that ends at `end`, in a command line or in a list of strings that was
/// printed.
Value word_behind(std::string_view text, std::size_t end) {
  std::size_t at = after_backslashes(text, end);
  const bool in_list = is_any_quote(at_or_nul(text, at));
  if (in_list) {
    at = after_blanks(text, at + 1);
    if (at_or_nul(text, at) != ',') {
      return {};
    }
    ++at;
  } else {
    at = end;
  }
  std::size_t start = after_blanks(text, at);
  if (start == at && !in_list) {
    return {};
  }
  if (text.substr(start).starts_with("\\\n")) {
    start = after_blanks(text, start + 2);
  }
  if (const Opening opening = opening_at(text, start); opening.quote != '\0') {
    return {opening.content, content_end(text, opening, false), true};
  }
  return in_list ? Value{} : Value{start, shell_word_end(text, start), false};
}

/// Returns the X of bob:X or bob%X; nothing of a URL or of numbers such as 1000:1000.
Value password_of_user(std::string_view word) {
  const std::size_t sign = word.find_first_of(":%");
  const std::string_view secret = sign == std::string_view::npos ? "" : word.substr(sign + 1);
  if (secret.starts_with("//") || std::all_of(secret.begin(), secret.end(), is_digit)) {
    return {};
  }
  return {sign + 1, word.size(), false};
}

/// Returns whether a string starts after the unquoted word `text[begin, end)`.
bool opens_string(std::string_view text, std::size_t begin, std::size_t end) {
  return (begin == 0 || !is_any_quote(text[begin - 1])) && opening_at(text, end).quote != '\0';
}

/// Returns the secret part of the word after the one that announced it; empty if the word is another option,
/// or nothing secret.
Value secret_of_word(std::string_view word, const Announced& announced) {
  const bool is_option = word.starts_with("--") || (word.size() == 2 && word[0] == '-') ||
                         (!announced.by_name && at_or_nul(word, 0) == '-');
  const bool is_count = announced.not_numbers && std::all_of(word.begin(), word.end(), is_digit);
  if (is_option || is_count || announced.what == Announced::What::nothing) {
    return {};
  }
  const Value found =
      announced.what == Announced::What::user ? password_of_user(word) : Value{0, word.size(), false};
  return is_harmless("password", found.of(word)) ? Value{} : found;
}

}  // namespace

Value secret_announced(std::string_view text, std::size_t begin, std::size_t end,
                       const Announced& announced) {
  if (announced.what == Announced::What::nothing ||
      (begin > 0 && (is_alphanumeric(text[begin - 1]) || text[begin - 1] == '/'))) {
    return {};
  }
  if (announced.what != Announced::What::user && opens_string(text, begin, end)) {  // -p'X'
    const Opening opening = opening_at(text, end);
    return {opening.content, content_end(text, opening, false), true};
  }
  if (announced.what == Announced::What::rest) {
    const std::size_t start = begin + announced.size;
    return start == end ? Value{} : Value{start, shell_word_end(text, start), false};
  }
  const Value word = word_behind(text, end);
  const Value secret = secret_of_word(word.of(text), announced);
  return {word.begin + secret.begin, word.begin + secret.end, word.quoted};
}

std::vector<Value> secrets_of_words(const SecretNames& names, const std::vector<std::string_view>& words) {
  std::vector<Value> secrets;
  secrets.reserve(words.size());
  CommandReader line(names);
  Announced announced;
  for (const std::string_view word : words) {
    const bool is_next = announced.what == Announced::What::next || announced.what == Announced::What::user;
    Value secret = is_next ? secret_of_word(word, announced) : Value{};
    const std::size_t slash = at_or_nul(word, 0) == '-' ? std::string_view::npos : word.rfind('/');
    announced = line.take(word.substr(slash + 1));  // npos + 1 is 0
    if (secret.empty() && announced.what == Announced::What::rest) {
      secret = {announced.size, word.size(), false};
    }
    secrets.push_back(secret);
  }
  return secrets;
}

}  // namespace cel
