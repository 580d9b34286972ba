// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/text_finder.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/announced_secret.h"
#include "cel/redact/byte_set.h"
#include "cel/redact/harmless.h"
#include "cel/redact/secret_shape.h"
#include "cel/redact/secret_value.h"
#include "cel/redact/source_place.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

constexpr std::size_t kLongestQuoted = 80;  // bytes of a name in quotes
constexpr std::size_t kShortestProse = 3;   // bytes of a quoted value after a blank: token '}' has fewer
constexpr ByteSet kEscaped("nrt");          // after a backslash: a line break or a tab
constexpr ByteSet kPlain("_-.,()[]");       // what names and calls consist of, beside letters

/// Returns whether a sign may follow the word that ends at `end`. Another word follows most words.
bool may_have_sign(std::string_view text, std::size_t end) {
  static constexpr ByteSet kSigns("=:>'\"`\\] \t!?+|&,");
  const char next = at_or_nul(text, end);
  return kSigns.has(next) && (next != ' ' || !is_alphanumeric(at_or_nul(text, end + 1)) ||
                              opening_at(text, end + 1).quote != '\0');
}

/// Returns how sure it is that the value is a secret. Outside of quotes, letters alone may be prose.
Secret::Kind kind_of(std::string_view value, Sign sign, bool quoted) {
  const bool plain =
      std::all_of(value.begin(), value.end(), [](char c) { return is_letter(c) || kPlain.has(c); });
  return (quoted && sign != Sign::blank) || !plain ? Secret::Kind::named : Secret::Kind::doubtful;
}

/// Returns the value of the secret's name `text[begin, end)`, empty if there is none or it is harmless.
Value secret_value(std::string_view text, std::size_t begin, std::size_t end, const FoundSign& sign) {
  const Value value = value_after(text, begin, end, sign.sign, sign.end);
  const std::string_view secret = value.of(text);
  const bool is_prose = sign.sign == Sign::blank && secret.size() < kShortestProse;
  const bool is_other = sign.sign == Sign::comma && !is_pair(text, begin, value.end);
  return is_prose || is_other || is_harmless(text.substr(begin, end - begin), secret) ? Value{} : value;
}

}  // namespace

bool TextFinder::names_secret(std::string_view text, std::size_t begin, std::size_t end,
                              const FoundSign& sign, std::string_view previous) const {
  const std::string_view name = text.substr(begin, end - begin);
  if (sign.sign == Sign::comma && !may_open_pair(text, begin)) {
    return false;
  }
  if (sign.sign == Sign::blank && lowered(previous) == "unexpected") {
    return false;  // token 'else'
  }
  if (sign.sign == Sign::blank && name.size() == 2 && lowered(name) == "by") {
    return lowered(previous) == "identified";
  }
  if (sign.sign == Sign::colon && names_place(text, begin, end, sign.quoted)) {
    return false;
  }
  if (names_.hides(name)) {
    return true;
  }
  if (!sign.quoted || quote_ >= begin || begin - quote_ > kLongestQuoted) {
    return false;
  }
  const std::string_view whole = text.substr(quote_, end - quote_);  // the whole quoted text
  return whole.find_first_of("=:,\\\n") == std::string_view::npos && names_.hides(whole);
}

/// Searches the word at `at`, and returns where the search goes on.
std::size_t TextFinder::word(std::string_view text, std::size_t at, CommandReader& line) {
  std::size_t begin = at;
  std::size_t end = at;
  while (end < text.size() && is_name_byte(text[end])) {
    ++end;
  }
  if (begin > 0 && text[begin - 1] == '\\' && kEscaped.has(text[begin])) {
    ++begin;  // a line break or tab in a string's source
    line.start_line();
    if (begin == end) {
      return end;
    }
  }
  const char first = text[begin];
  const bool may_be_secret = end - begin >= kShortestKey || first == '-' || is_digit(first) ||
                             text[end - 1] == 'r' || text[end - 1] == 'c';  // Bearer, Basic
  if (const std::size_t next = may_be_secret ? found_.word(text, begin, end) : begin; next > begin) {
    return next;
  }
  const FoundSign sign = may_have_sign(text, end) ? sign_after(text, begin, end) : FoundSign{};
  if (sign.sign != Sign::none && names_secret(text, begin, end, sign, line.last())) {
    if (const Value value = secret_value(text, begin, end, sign); !value.empty()) {
      found_.add(value.begin, value.end, kind_of(value.of(text), sign.sign, value.quoted));
      return value.end;
    }
  }
  const Announced announced = line.take(text.substr(begin, end - begin));
  if (announced.what == Announced::What::nothing) {
    return end;
  }
  const Value value = secret_announced(text, begin, end, announced);
  if (is_harmless("password", value.of(text))) {
    return end;
  }
  found_.add(value.begin, value.end, kind_of(value.of(text), Sign::assigns, value.quoted));
  return value.end;
}

void TextFinder::search(std::string_view text, std::size_t at, CommandReader& line) {
  at = at == 0 ? place_size(text) : at;
  at = found_.key_line(text, at);
  while (at < text.size()) {
    const char c = text[at];
    if (is_name_byte(c)) {
      if (found_.out_of_time(text, at)) {
        return;
      }
      at = word(text, at, line);
    } else if (c == '\n') {
      line.start_line();
      at = found_.key_line(text, at + 1);
    } else if (c == ':' && text.substr(at).starts_with("://")) {
      at = found_.url(text, at + 3);
    } else {
      ++at;
      if (is_any_quote(c)) {
        quote_ = at;
      }
    }
  }
}

}  // namespace cel
