// SPDX-License-Identifier: Apache-2.0
#include "cel/base/span.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

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

}  // namespace cel
