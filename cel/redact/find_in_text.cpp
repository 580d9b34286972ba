// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "cel/base/letters.h"
#include "cel/redact/byte_set.h"
#include "cel/redact/rules.h"
#include "cel/redact/secret_finder.h"
#include "cel/redact/secret_shape.h"

namespace cel {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kLongestQuoted = 80;        // bytes of a name in quotes
constexpr std::size_t kShortestProse = 3;         // bytes of a value between quotes behind a blank: token '}'
constexpr std::size_t kLongestKeyLine = 100;      // bytes of a line that a key in PEM may be made of
constexpr std::size_t kWordsBetweenLooks = 4096;  // words between two looks at the clock
constexpr ByteSet kEscaped("nrt");                // behind a backslash: a line break or a tab
constexpr ByteSet kPlain("_-.,()[]");             // what is in names and calls
constexpr ByteSet kBeforeCode(" |+-");            // in a traceback of a group
constexpr auto kSources = CEL_RULES("source");

/// Whether the colon behind this name is one of a place or of an error: `auth.py:3`, `in 'auth': ...`,
/// `auth.InvalidToken: expired`.
bool is_place(std::string_view text, std::size_t begin, std::size_t end, bool quoted) {
  const std::string_view name = text.substr(begin, end - begin);
  if (quoted) {
    const std::string_view before = text.substr(0, begin - std::min<std::size_t>(begin, 1));
    return before.ends_with(":in ");
  }
  const std::size_t dot = name.rfind('.');
  return (dot != kNone &&
          std::find(kSources.begin(), kSources.end(), name.substr(dot + 1)) != kSources.end()) ||
         (at_or_nul(text, end + 1) == ' ' && names_fault(name));
}

/// Of the first line of a report: `<file>:<line>:<function>:`, behind which an error is told.
std::size_t after_place(std::string_view text) {
  const std::size_t file = std::min(text.find(':'), text.size());
  std::size_t line = file + 1;
  while (is_digit(at_or_nul(text, line))) {
    ++line;
  }
  const std::size_t dot = text.substr(0, file).rfind('.');
  const bool is_file =
      file > 0 &&
      (text[0] == '<' || (dot != kNone && std::find(kSources.begin(), kSources.end(),
                                                    text.substr(dot + 1, file - dot - 1)) != kSources.end()));
  if (!is_file || line == file + 1 || at_or_nul(text, line) != ':') {
    return 0;
  }
  const std::size_t function = std::min(text.find_first_of(": \n", line + 1), text.size());
  return at_or_nul(text, function) == ':' ? function + 1 : 0;
}

/// Whether `Bearer` or `Basic` is followed by no word: "Basic authentication".
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

/// Whether a sign may follow the word that ends here: most are followed by another word.
bool may_have_sign(std::string_view text, std::size_t end) {
  static constexpr ByteSet kSigns("=:>'\"`\\] \t!?+|&,");
  const char next = at_or_nul(text, end);
  return kSigns.has(next) && (next != ' ' || !is_alphanumeric(at_or_nul(text, end + 1)) ||
                              opening_at(text, end + 1).quote != '\0');
}

/// A value that is no string is taken for prose unless it has digits or signs.
Secret::Kind kind_of(std::string_view value, Sign sign, bool quoted) {
  const bool plain =
      std::all_of(value.begin(), value.end(), [](char c) { return is_letter(c) || kPlain.has(c); });
  return (quoted && sign != Sign::blank) || !plain ? Secret::Kind::named : Secret::Kind::doubtful;
}

}  // namespace

bool SecretFinder::out_of_time(std::string_view text, std::size_t at) {
  if (!stopped_ && until_ != nullptr && ++steps_ % kWordsBetweenLooks == 0 && until_->passed()) {
    stopped_ = true;
    add(at, text.size(), Secret::Kind::unread);
  }
  return stopped_;
}

bool SecretFinder::names_secret(std::string_view text, std::size_t begin, std::size_t end,
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
  if (sign.sign == Sign::colon && is_place(text, begin, end, sign.quoted)) {
    return false;
  }
  if (names_.hides(name)) {
    return true;
  }
  if (!sign.quoted || quote_ >= begin || begin - quote_ > kLongestQuoted) {
    return false;
  }
  const std::string_view whole = text.substr(quote_, end - quote_);  // all that is in the quotes
  return whole.find_first_of("=:,\\\n") == kNone && names_.hides(whole);
}

std::size_t SecretFinder::shape(std::string_view text, std::size_t begin, std::size_t end) {
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

std::size_t SecretFinder::word(std::string_view text, std::size_t at, CommandLine& line) {
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
  if (const std::size_t next = may_be_secret ? shape(text, begin, end) : begin; next > begin) {
    return next;
  }
  const FoundSign sign = may_have_sign(text, end) ? sign_after(text, begin, end) : FoundSign{};
  if (sign.sign != Sign::none && names_secret(text, begin, end, sign, line.last())) {
    const std::string_view name = text.substr(begin, end - begin);
    const Value value = value_after(text, begin, end, sign.sign, sign.end);
    const std::string_view secret = text.substr(value.begin, value.empty() ? 0 : value.end - value.begin);
    const bool pairs = sign.sign != Sign::comma || is_pair(text, begin, value.end);
    if (!value.empty() && pairs && !is_harmless(name, secret) &&
        (sign.sign != Sign::blank || secret.size() >= kShortestProse)) {
      add(value.begin, value.end, kind_of(secret, sign.sign, value.quoted));
      return value.end;
    }
  }
  const Announced announced = line.take(text.substr(begin, end - begin));
  if (announced.what == Announced::What::nothing) {
    return end;
  }
  const Value value = secret_announced(text, begin, end, announced);
  const std::string_view secret = text.substr(value.begin, value.empty() ? 0 : value.end - value.begin);
  if (!is_harmless("password", secret)) {
    add(value.begin, value.end, kind_of(secret, Sign::assigns, value.quoted));
    return value.end;
  }
  return end;
}

std::size_t SecretFinder::url(std::string_view text, std::size_t at) {
  if (at >= url_end_) {
    url_end_ = url_end(text, at);
    const std::size_t last = text.substr(at, url_end_ - at).rfind('@');
    url_at_ = last == kNone ? kNone : at + last;
  }
  const UrlSecret secret =
      secret_in_url(text, at, url_end_, url_at_ != kNone && url_at_ < at ? kNone : url_at_);
  if (secret.end > secret.begin &&
      !is_harmless("password", text.substr(secret.begin, secret.end - secret.begin))) {
    add(secret.begin, secret.end, Secret::Kind::named);
    return secret.end;
  }
  return at;
}

/// Passes by a line that a private key is made of: the key's first line may have been cut off.
std::size_t SecretFinder::line_of_key(std::string_view text, std::size_t at) {
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

void SecretFinder::text(std::string_view text, std::size_t at, CommandLine& line) {
  at = at == 0 ? after_place(text) : at;
  at = line_of_key(text, at);
  while (at < text.size()) {
    const char c = text[at];
    if (is_name_byte(c)) {
      if (until_ != nullptr && out_of_time(text, at)) {
        return;
      }
      at = word(text, at, line);
    } else if (c == '\n') {
      line.start_line();
      at = line_of_key(text, at + 1);
    } else if (c == ':' && text.substr(at).starts_with("://")) {
      at = url(text, at + 3);
    } else {
      ++at;
      if (is_any_quote(c)) {
        quote_ = at;
      }
    }
  }
}

std::vector<Secret> SecretFinder::in_text(std::string_view text) {
  CommandLine command(names_);
  if (text.find("File \"") == kNone) {
    this->text(text, 0, command);
    return std::move(found_);
  }
  std::size_t begin = 0;  // of lines of one kind
  bool in_code = false;
  const auto look = [&](std::size_t end) {
    if (in_code) {
      code(text.substr(0, end), begin);
    } else {
      this->text(text.substr(0, end), begin, command);
    }
    begin = end;
  };
  bool after_file = false;  // a line of a traceback that names a place was before
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t bare = std::min(kBeforeCode.pass_by(text, at), end);
    const bool names_file = bare > at && text.substr(bare).starts_with("File \"");
    const bool is_code = !names_file && after_file && bare - at >= 4 && bare < end;
    after_file = names_file || is_code;
    if (is_code != in_code) {
      look(at);
      in_code = is_code;
    }
    at = end + 1;
  }
  look(text.size());
  return std::move(found_);
}

}  // namespace cel
