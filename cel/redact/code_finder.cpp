// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/code_finder.h"

#include <algorithm>

#include "cel/redact/announced_secret.h"
#include "cel/redact/code_expression.h"
#include "cel/redact/secret_shape.h"

namespace cel {

void CodeFinder::start_statement() {
  only_targets_ = true;
  secret_target_ = false;
}

void CodeFinder::search(std::string_view text, std::size_t at) {
  CommandReader line(names_);
  start_statement();
  at = found_.key_line(text, at);
  while (at < text.size()) {
    if (found_.out_of_time(text, at)) {
      return;
    }
    const char c = text[at];
    if (c == '\n' || c == ';') {
      start_statement();
      at = c == '\n' ? found_.key_line(text, at + 1) : at + 1;
    } else if (c == '#' || text.substr(at).starts_with("//") || text.substr(at).starts_with("-----BEGIN")) {
      at = comment(text, at, line);
    } else if (const Opening opening = opening_at(text, at); opening.quote != '\0') {
      only_targets_ = false;
      at = string(text, opening, line);
    } else if (c == '\\') {
      at = after_backslashes(text, at);
    } else if (is_name_byte(c) && c != '-') {
      at = word(text, at);
    } else {
      only_targets_ = only_targets_ && (c == ' ' || c == '\t' || c == ',' || c == '*');
      ++at;
    }
  }
}

/// Searches the rest of a line that is a comment, or a private key that stands where code is expected.
std::size_t CodeFinder::comment(std::string_view text, std::size_t at, CommandReader& line) {
  if (const std::size_t close = private_key_end(text, at); close > at) {
    found_.add(at, close, Secret::Kind::shape);
    return close;
  }
  const std::size_t end = std::min(text.find('\n', at), text.size());
  text_finder_.search(text.substr(0, end), at, line);
  return end;
}

std::size_t CodeFinder::word(std::string_view text, std::size_t at) {
  const std::size_t end = code_word_end(text, at);
  if (const std::size_t next = found_.word(text, at, end); next > at) {
    return next;
  }
  const FoundSign sign = sign_after(text, at, end);
  const bool hides = names_.hides(text.substr(at, end - at));
  secret_target_ = secret_target_ || (only_targets_ && hides);
  if (sign.sign == Sign::none || sign.sign == Sign::blank || sign.sign == Sign::tag ||
      sign.sign == Sign::comma) {
    return end;
  }
  const bool assigns_list = only_targets_ && sign.sign == Sign::assigns;
  if ((assigns_list && secret_target_) || (hides && !opens_block(text, at, sign))) {
    return find_literals(text, at, end, sign, assigns_list, found_);
  }
  return end;
}

std::size_t CodeFinder::string(std::string_view text, const Opening& opening, CommandReader& line) {
  const std::size_t begin = opening.content;
  const std::size_t close = content_end(text, opening, true);
  const std::size_t end = std::min(close + (opening.triple ? 3U : 1U), text.size());
  const std::string_view content = text.substr(begin, close - begin);
  if (!content.empty() && std::all_of(content.begin(), content.end(), is_name_byte)) {
    return std::max(end, string_word(text, begin, close, line));
  }
  if (is_key_line(content)) {
    found_.add(begin, close, Secret::Kind::shape);
    return end;
  }
  if (const std::size_t key = content.find("-----BEGIN "); key != std::string_view::npos) {
    // The key may continue in the strings that follow.
    if (const std::size_t key_end = private_key_end(text, begin + key); key_end > begin + key) {
      found_.add(begin + key, key_end, Secret::Kind::shape);
      return key_end;
    }
  }
  line.start_line();
  text_finder_.search(text.substr(0, close), begin, line);
  return end;
}

/// Searches at a string that is one word, `text[begin, end)`: a secret, its name, or a word of a command.
std::size_t CodeFinder::string_word(std::string_view text, std::size_t begin, std::size_t end,
                                    CommandReader& line) {
  if (found_.word(text, begin, end) > begin) {
    return end;
  }
  const FoundSign sign = sign_after(text, begin, end);
  if (sign.sign != Sign::none && text_finder_.names_secret(text, begin, end, sign, {})) {
    const Opening second = opening_at(text, std::min(text.find_first_not_of(" \t\n", sign.end), text.size()));
    const std::size_t second_end = second.quote == '\0' ? end : content_end(text, second, true);
    if (sign.sign != Sign::comma || (second_end > end && is_pair(text, begin, second_end))) {
      return find_literals(text, begin, end, sign, false, found_);
    }
  }
  const Value value = secret_announced(text, begin, end, line.take(text.substr(begin, end - begin)));
  if (value.empty()) {
    return end;
  }
  found_.add(value.begin, value.end, Secret::Kind::doubtful);
  return std::min(value.end + 1, text.size());
}

}  // namespace cel
