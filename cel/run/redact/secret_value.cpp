// SPDX-License-Identifier: Apache-2.0
#include "cel/run/redact/secret_value.h"

#include <algorithm>
#include <initializer_list>
#include <string>

#include "cel/base/letters.h"
#include "cel/run/redact/find.h"
#include "cel/run/redact/secret_name.h"
#include "cel/run/redact/secret_shape.h"

namespace cel {
namespace {

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::size_t word_end(std::string_view text, std::size_t at) {
  const std::size_t end = end_of(text, at, " \t\r\n&;,)]}\"'<>");
  const std::size_t newline = text.find("\\n", at);
  return newline > at && newline < end ? newline : end;
}

/// Where the string ends that begins at this quote: at its other quote, escaped if this one is.
std::size_t string_end(std::string_view text, std::size_t at) {
  const char quote = text[at];
  if (at > 0 && text[at - 1] == '\\') {
    return std::min(text.find(std::string("\\") + quote, at + 1), text.size());
  }
  std::size_t end = at + 1;
  while (end < text.size() && text[end] != quote) {
    end += text[end] == '\\' ? 2 : 1;
  }
  return std::min(end, text.size());
}

std::size_t bracket_end(std::string_view text, std::size_t at) {
  const char open = text[at];
  const char close = open == '(' ? ')' : open == '[' ? ']' : '}';
  int depth = 0;
  for (std::size_t end = at; end < text.size(); ++end) {
    depth += (text[end] == open ? 1 : 0) - (text[end] == close ? 1 : 0);
    if (depth == 0) {
      return end + 1;
    }
  }
  return text.size();
}

}  // namespace

Span value_after(std::string_view text, std::size_t sign, std::string_view name) {
  const char next = at_or_nul(text, sign + 1);
  if (text[sign] == '>') {
    return {sign + 1, std::max(sign + 1, end_of(text, sign, "<"))};
  }
  if (text.substr(sign + 1).starts_with("//") || next == '=' || next == ':') {
    return {sign, sign};
  }
  std::size_t at = std::min(text.find_first_not_of(" \t\\", sign + 1), text.size());
  const std::string header = lowered(name);
  if (text[sign] == ':' && !is_quote(at_or_nul(text, at)) &&
      is_one_of(header, {"cookie", "set-cookie", "authorization", "proxy-authorization"})) {
    return {sign + 1, end_of(text, sign + 1, "\r\n\"'\\")};  // secret to the end of the line
  }
  const char first = at_or_nul(text, at);
  const bool prefixed = first == 'b' || first == 'u' || first == 'r' || first == 'f';
  if (const std::size_t quote = prefixed ? std::min(text.find_first_not_of('\\', at + 1), text.size()) : at;
      is_quote(at_or_nul(text, quote))) {
    return {quote + 1, string_end(text, quote)};
  }
  if (first == '(' || first == '[' || first == '{') {
    return {at, bracket_end(text, at)};
  }
  std::size_t end = word_end(text, at);
  if (is_one_of(lowered(text.substr(at, end - at)),
                {"bearer", "basic", "token", "digest", "negotiate", "apikey"})) {
    end = word_end(text, std::min(end + 1, text.size()));
  }
  return {at, end};
}

bool is_harmless(std::string_view name, std::string_view value) {
  if (value.empty() || is_one_of(value, {"None", "True", "False", "null", "true", "false"}) ||
      value.starts_with(kMask)) {
    return true;
  }
  const std::string low = lowered(name);
  if ((low == "pwd" || low == "oldpwd") && value.starts_with('/')) {
    return true;
  }
  const auto is_number = [](char c) { return is_digit(c) || c == '.'; };
  return std::all_of(value.begin(), value.end(), is_number) &&
         std::count(value.begin(), value.end(), '.') < 2 && !hides_numbers(name);
}

}  // namespace cel
