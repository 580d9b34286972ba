// SPDX-License-Identifier: Apache-2.0
#include "cel/run/options/values.h"

#include <cmath>
#include <cstdlib>
#include <string>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr double kYear = 366.0 * 24 * 3600;

/// The milliseconds that a unit stands for; 0 for no unit.
double milliseconds_of(std::string_view unit) {
  if (unit == "ms") {
    return 1;
  }
  if (unit == "s" || unit.empty()) {
    return 1000;
  }
  if (unit == "m") {
    return 60'000;
  }
  return unit == "h" ? 3'600'000 : 0;
}

}  // namespace

std::optional<std::chrono::milliseconds> span_of(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string number(text.substr(0, digits));
  const double unit = milliseconds_of(text.substr(digits));
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  if (number.empty() || *end != '\0' || unit == 0 || value * unit > kYear * 1000) {
    return std::nullopt;
  }
  return std::chrono::milliseconds(std::llround(value * unit));
}

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
