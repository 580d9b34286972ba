// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/http/verdict.h"

#include <string>

#include "cel/base/text.h"

namespace cel {
namespace {

/// What a person can do about a status, as far as it is known.
const char* advice(long status) {
  constexpr long kUnauthorized = 401;
  constexpr long kForbidden = 403;
  constexpr long kNotFoundThere = 404;
  switch (status) {
    case kUnauthorized:
    case kForbidden:
      return " (check the key or the password)";
    case kNotFoundThere:
      return " (check the address)";
    default:
      return status / 100 == 3 ? " (a redirect, which is not followed: give the address that it leads to)"
                               : "";
  }
}

}  // namespace

Verdict verdict_of(const HttpAnswer& answer) {
  constexpr long kBadRequest = 400;
  constexpr long kTooLarge = 413;
  constexpr long kUnprocessable = 422;
  if (answer.status == 0) {
    return {Verdict::Outcome::down, answer.body};
  }
  if (answer.status / 100 == 2) {
    return {};
  }
  const bool is_refused =
      answer.status == kBadRequest || answer.status == kTooLarge || answer.status == kUnprocessable;
  const std::string words(trimmed(answer.body));
  return {is_refused ? Verdict::Outcome::refused : Verdict::Outcome::down,
          "answered " + std::to_string(answer.status) + advice(answer.status) +
              (words.empty() ? "" : ": " + words),
          answer.retry_after};
}

}  // namespace cel
