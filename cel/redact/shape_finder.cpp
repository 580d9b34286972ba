// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/shape_finder.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/harmless.h"
#include "cel/redact/secret_shape.h"
#include "cel/redact/secret_url.h"

namespace cel {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestKeyLine =
    100;  // bytes of a line of a key in PEM, other bytes around it included
constexpr std::size_t kWordsBetweenLooks = 4096;  // words between two looks at the clock

/// Returns the end of the credentials at `at`; `at` if a plain word is there: "Basic authentication".
std::size_t credentials_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && (is_name_byte(text[end]) || text[end] == '+' || text[end] == '/' ||
                               text[end] == '=' || text[end] == '~')) {
    ++end;
  }
  const bool is_word = end - at < 8 || std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                                                   text.begin() + static_cast<std::ptrdiff_t>(end),
                                                   [](char c) { return is_lower(c) || c == '.'; });
  return is_word ? at : end;
}

bool is_scheme(std::string_view word) {
  return word == "Bearer" || word == "bearer" || word == "Basic" || word == "basic";
}

}  // namespace

bool ShapeFinder::look_at_clock(std::string_view text, std::size_t at) {
  if (!stopped_ && ++words_ % kWordsBetweenLooks == 0 && until_->passed()) {
    stopped_ = true;
    add(at, text.size(), Secret::Kind::unread);
  }
  return stopped_;
}

std::size_t ShapeFinder::word(std::string_view text, std::size_t begin, std::size_t end) {
  if (text[begin] == '-') {
    if (const std::size_t close = private_key_end(text, begin); close > begin) {
      add(begin, close, Secret::Kind::shape);
      return close;
    }
  }
  if (text[begin] >= '3' && text[begin] <= '6' && begin >= digits_end_) {
    digits_end_ = digits_end(text, begin);
    const char after = at_or_nul(text, digits_end_);
    if (!is_name_byte(after) && is_card_number(text.substr(begin, digits_end_ - begin))) {
      add(begin, digits_end_, Secret::Kind::shape);
      return digits_end_;
    }
  }
  if (const std::size_t key = key_in_word(text, begin, end); key < end) {
    add(key, end, Secret::Kind::shape);
    return end;
  }
  if (at_or_nul(text, end) == ' ' && is_scheme(text.substr(begin, end - begin))) {
    if (const std::size_t close = credentials_end(text, end + 1); close > end + 1) {
      add(end + 1, close, Secret::Kind::shape);
      return close;
    }
  }
  return begin;
}

std::size_t ShapeFinder::url(std::string_view text, std::size_t at) {
  if (at >= url_end_) {
    url_end_ = url_end(text, at);
    const std::size_t last = text.substr(at, url_end_ - at).rfind('@');
    url_at_ = last == kNone ? kNone : at + last;
  }
  const Value secret = secret_in_url(text, at, url_end_, url_at_ != kNone && url_at_ < at ? kNone : url_at_);
  if (!is_harmless("password", secret.of(text))) {
    add(secret.begin, secret.end, Secret::Kind::named);
    return secret.end;
  }
  return at;
}

std::size_t ShapeFinder::key_line(std::string_view text, std::size_t at) {
  const std::string_view head = text.substr(at, kLongestKeyLine);
  const std::size_t end = head.find('\n');
  const std::string_view line = head.substr(0, end);
  const bool whole = end != kNone || head.size() < kLongestKeyLine;
  std::string_view after = end == kNone ? "" : text.substr(at + end + 1, kLongestKeyLine);
  after.remove_prefix(std::min(after.find_first_not_of(" \t'\""), after.size()));
  const bool last =
      after.starts_with("-----END ") && after.substr(0, after.find('\n')).find("PRIVATE KEY") != kNone;
  if (whole && is_key_line(line, last)) {
    add(at, at + line.size(), Secret::Kind::shape);
    return at + line.size();
  }
  return at;
}

}  // namespace cel
