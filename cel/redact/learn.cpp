// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/learn.h"

#include "cel/base/letters.h"
#include "cel/redact/string_literal.h"

namespace cel {
namespace {

void learn_strings(std::string_view value, KnownValues& known) {
  for (std::size_t at = 0; at < value.size();) {
    const Opening opening = is_any_quote(value[at]) ? opening_at(value, at) : Opening();
    if (opening.quote == '\0') {
      ++at;
      continue;
    }
    const std::size_t end = content_end(value, opening, false);
    at = end + opening.backslashes + 1;
    const bool is_key = at_or_nul(value, after_blanks(value, at)) == ':';
    if (!is_key) {
      known.add(value.substr(opening.content, end - opening.content), true);
    }
  }
}

}  // namespace

void learn(std::string_view text, const std::vector<Secret>& secrets, KnownValues& known) {
  constexpr std::string_view kBrackets = "([{<";
  for (const Secret& secret : secrets) {
    if (secret.kind == Secret::Kind::shape || secret.kind == Secret::Kind::unread) {
      continue;
    }
    const std::string_view value = text.substr(secret.begin, secret.end - secret.begin);
    known.add(value, secret.kind == Secret::Kind::doubtful);
    if (!value.empty() && kBrackets.find(value[0]) != std::string_view::npos) {
      learn_strings(value, known);
    }
  }
}

}  // namespace cel
