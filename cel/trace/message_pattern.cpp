// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/message_pattern.h"

#include <algorithm>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kLongest = 120;

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// What stands for a run of word characters and the marks within it: its kind, or itself with its numbers
/// taken out.
std::string token_pattern(std::string_view token) {
  if (token.find('@') != std::string_view::npos && token.find('.') != std::string_view::npos) {
    return "<email>";
  }
  if (token.find('/') != std::string_view::npos) {
    return "<path>";
  }
  const std::string_view digits = token.starts_with("0x") ? token.substr(2) : token;
  const bool all_hex = digits.find_first_not_of("0123456789abcdefABCDEF-") == std::string_view::npos;
  const bool has_digit = std::any_of(digits.begin(), digits.end(), is_digit);
  if (all_hex && has_digit && (digits.size() >= 8 || digits.size() < token.size()) &&
      digits.find_first_not_of("0123456789-") != std::string_view::npos) {
    return "<hex>";
  }
  std::string out;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (!is_digit(token[i])) {
      out += token[i];
    } else if (i == 0 || !is_digit(token[i - 1])) {
      out += "<n>";
    }
  }
  return out;
}

}  // namespace

std::string folded_spaces(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    const bool space = c == ' ' || c == '\t';
    if (!space || out.back() != ' ') {
      out += space ? ' ' : c;
    }
  }
  return out.substr(0, kLongest);
}

std::string message_pattern(std::string_view message) {
  std::string out;
  while (!message.empty()) {
    const char first = message[0];
    const std::size_t quote_end = std::string_view("'\"`").find(first) == std::string_view::npos
                                      ? std::string_view::npos
                                      : message.find(first, 1);
    if (quote_end != std::string_view::npos) {
      out += "<str>";
      message.remove_prefix(quote_end + 1);
      continue;
    }
    std::size_t length = 0;
    while (length < message.size() &&
           (is_word(message[length]) ||
            std::string_view("./@-+").find(message[length]) != std::string_view::npos)) {
      ++length;
    }
    if (length == 0) {
      out += first;
      message.remove_prefix(1);
    } else {
      out += token_pattern(message.substr(0, length));
      message.remove_prefix(length);
    }
  }
  return folded_spaces(out);
}

}  // namespace cel
