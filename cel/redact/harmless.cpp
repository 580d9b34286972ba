// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/harmless.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/redact/mask.h"
#include "cel/redact/rules.h"
#include "cel/redact/secret_name.h"

namespace cel {
namespace {

constexpr auto kHarmless = CEL_RULES("harmless");
constexpr auto kFolderVariables = std::to_array<std::string_view>({"pwd", "oldpwd"});

/// Returns whether the value is a pattern that something else replaces: `***`, `xxx`, `%s`, `${NAME}`,
/// `{name}`.
bool is_placeholder(std::string_view value) {
  const auto is_identifier = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_alphanumeric(c) || c == '_' || c == '.'; });
  };
  if (value == "?" || value == "%s" || value.find_first_not_of('*') == std::string_view::npos ||
      (value.size() > 2 && value.find_first_not_of("xX") == std::string_view::npos)) {
    return true;
  }
  if (value.starts_with("${") || value.starts_with("%(")) {
    return value.find_first_of("})") >= value.size() - 2;
  }
  if (value.starts_with("{") && value.ends_with("}")) {
    return is_identifier(value.substr(1, value.size() - 2));
  }
  return value.starts_with("$") && value.size() > 1 &&
         std::all_of(value.begin() + 1, value.end(), [](char c) { return is_upper(c) || c == '_'; });
}

}  // namespace

bool is_harmless(std::string_view name, std::string_view value) {
  if (value.empty() || value.starts_with(kMask.substr(0, kMask.size() - 1)) ||
      rules::has_word(kHarmless, value) || is_placeholder(value)) {
    return true;
  }
  for (const std::string_view kind :
       {"<function ", "<module ", "<class ", "<bound ", "<built-in ", "<method "}) {
    if (value.starts_with(kind)) {
      return true;
    }
  }
  if (value[0] == '/' && rules::has_word(kFolderVariables, name)) {
    return true;
  }
  const auto is_number = [](char c) { return is_digit(c) || c == '.' || c == '-' || c == 'L'; };
  return std::all_of(value.begin(), value.end(), is_number) &&
         std::count(value.begin(), value.end(), '.') < 2 && !hides_numbers(name);
}

}  // namespace cel
