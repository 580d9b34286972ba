// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options/values.h"

#include "cel/base/text.h"

namespace cel {

std::optional<std::size_t> bytes_of(std::string_view text, std::size_t low, std::size_t high) {
  std::size_t unit = 1;
  if (text.ends_with('K') || text.ends_with('M')) {
    unit = text.ends_with('K') ? 1024 : std::size_t{1024} * 1024;
    text.remove_suffix(1);
  }
  const auto number = whole_number(text, 0, high / unit);
  return number && *number * unit >= low ? std::optional<std::size_t>(*number * unit) : std::nullopt;
}

std::optional<std::pair<std::string_view, std::string_view>> pair_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  return std::pair(text.substr(0, colon), text.substr(colon + 1));
}

}  // namespace cel
