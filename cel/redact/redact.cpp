// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/redact.h"

#include <unistd.h>

#include <algorithm>

#include "cel/redact/find_secrets.h"
#include "cel/redact/harmless.h"
#include "cel/redact/learn.h"
#include "cel/redact/mask.h"
#include "cel/redact/record_walk.h"

namespace cel {
namespace {

std::vector<std::string> own_environment() {
  std::vector<std::string> variables;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    variables.emplace_back(*variable);
  }
  return variables;
}

}  // namespace

Redactor::Redactor(const std::vector<std::string>& environment) {
  constexpr std::string_view kOwnNames = "CEL_REDACT=";
  for (const std::string& variable : environment) {
    if (variable.starts_with(kOwnNames)) {
      names_ = SecretNames(std::string_view(variable).substr(kOwnNames.size()));
    }
  }
  for (const std::string_view variable : environment) {
    const std::size_t equals = std::min(variable.find('='), variable.size());
    const std::string_view value = variable.substr(std::min(equals + 1, variable.size()));
    if (names_.hides(variable.substr(0, equals)) && !is_harmless(variable.substr(0, equals), value)) {
      known_.add(value);
    }
    for (const Secret& secret : secrets_in_text(names_, value, nullptr)) {
      known_.add(value.substr(secret.begin, secret.end - secret.begin),
                 secret.kind == Secret::Kind::doubtful);
    }
  }
}

void Redactor::redact(Json& record, const Deadline* until) const {
  KnownValues known = known_;
  RecordWalk(names_, known, until).redact(record);
}

std::string Redactor::text(std::string_view text, const Deadline* until) const {
  KnownValues known = known_;
  const std::vector<Secret> secrets = secrets_in_text(names_, text, until);
  learn(text, secrets, known);
  std::string out = masked(text, secrets);
  const std::vector<Secret> found = known.in_text(out);
  return found.empty() ? out : masked(out, found);
}

std::string Redactor::value(std::string_view name, std::string_view value) const {
  return names_.hides(name) && !is_harmless(name, value) ? std::string(kMask) : text(value);
}

std::vector<std::string> Redactor::arguments(const std::vector<std::string>& arguments) const {
  Json words = arguments;
  redact(words);
  return words.get<std::vector<std::string>>();
}

const Redactor& own_redactor() {
  static const Redactor redactor(own_environment());
  return redactor;
}

}  // namespace cel
