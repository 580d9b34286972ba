// SPDX-License-Identifier: Apache-2.0
#include "cel/redact/source_place.h"

#include <algorithm>

#include "cel/base/letters.h"
#include "cel/redact/rules.h"
#include "cel/redact/secret_name.h"

namespace cel {
namespace {

constexpr auto kSources = CEL_RULES("source");

/// Returns whether the name ends with a source file's extension.
bool is_source_file(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot != std::string_view::npos &&
         std::find(kSources.begin(), kSources.end(), name.substr(dot + 1)) != kSources.end();
}

}  // namespace

bool names_place(std::string_view text, std::size_t begin, std::size_t end, bool quoted) {
  const std::string_view name = text.substr(begin, end - begin);
  if (quoted) {
    return text.substr(0, begin - std::min<std::size_t>(begin, 1)).ends_with(":in ");
  }
  return is_source_file(name) || (at_or_nul(text, end + 1) == ' ' && names_fault(name));
}

std::size_t place_size(std::string_view text) {
  const std::size_t file = std::min(text.find(':'), text.size());
  std::size_t line = file + 1;
  while (is_digit(at_or_nul(text, line))) {
    ++line;
  }
  const bool is_file = file > 0 && (text[0] == '<' || is_source_file(text.substr(0, file)));
  if (!is_file || line == file + 1 || at_or_nul(text, line) != ':') {
    return 0;
  }
  const std::size_t function = std::min(text.find_first_of(": \n", line + 1), text.size());
  return at_or_nul(text, function) == ':' ? function + 1 : 0;
}

}  // namespace cel
