// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/place.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "cel/base/text.h"

namespace cel {
namespace {

/// Takes `:` and digits off the end.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  const std::size_t last = text.find_last_not_of("0123456789");
  if (last == std::string_view::npos || last + 1 == text.size() || text[last] != ':') {
    return std::nullopt;
  }
  const auto number = whole_number(text.substr(last + 1), 0, 1U << 31U);
  text = text.substr(0, last);
  return number.value_or(0);
}

bool is_type_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '$';
}

}  // namespace

std::optional<Place> place_of(std::string_view text) {
  const auto last = take_number(text);
  if (!last) {
    return std::nullopt;
  }
  const auto before = take_number(text);
  return Place{text, before.value_or(*last)};
}

std::optional<TypeAndMessage> type_and_message(std::string_view line) {
  const auto end =
      static_cast<std::size_t>(std::find_if_not(line.begin(), line.end(), is_type_character) - line.begin());
  const std::string_view type = line.substr(0, end);
  if (type.empty() || std::isalpha(static_cast<unsigned char>(type[0])) == 0 || type.ends_with('.')) {
    return std::nullopt;
  }
  std::string_view rest = line.substr(end);
  if (rest.starts_with(" [") && rest.find(']') != std::string_view::npos) {  // Node.js: `Error [ERR_CODE]: …`
    rest.remove_prefix(rest.find(']') + 1);
  }
  if (!rest.empty() && !rest.starts_with(": ") && rest != ":") {
    return std::nullopt;
  }
  return TypeAndMessage{type, rest.substr(std::min<std::size_t>(2, rest.size()))};
}

bool names_an_error(std::string_view type) {
  constexpr std::array<std::string_view, 5> kEndings = {"Error", "Exception", "Throwable", "Rejection",
                                                        "Failure"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [type](std::string_view ending) { return type.ends_with(ending); });
}

}  // namespace cel
