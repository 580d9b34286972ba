// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/timestamp.h"

#include <array>
#include <chrono>

#include "cel/base/letters.h"

namespace cel {
namespace {

constexpr std::string_view kShape = "0000-00-00T00:00:00";

bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) {
    return false;
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i]) {
      return false;
    }
  }
  return true;
}

/// Of digits only, as many as an int can take.
int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    value = value * 10 + (c - '0');
  }
  return value;
}

/// Minutes east of UTC, and the bytes that say so.
struct Offset {
  int minutes = 0;
  std::size_t size = 0;
};

std::optional<Offset> offset_of(std::string_view text) {
  if (text.starts_with('Z')) {
    return Offset{0, 1};
  }
  if (!has_shape(text, "+00:00") && !has_shape(text, "-00:00")) {
    return std::nullopt;
  }
  const int minutes = number(text.substr(1, 2)) * 60 + number(text.substr(4, 2));
  return Offset{text[0] == '-' ? -minutes : minutes, 6};
}

}  // namespace

std::optional<Timestamp> rfc3339(std::string_view text) {
  using namespace std::chrono;
  if (!has_shape(text, kShape)) {
    return std::nullopt;
  }
  const auto field = [&](std::size_t at, std::size_t size) { return number(text.substr(at, size)); };
  const year_month_day date{year(field(0, 4)), month(static_cast<unsigned>(field(5, 2))),
                            day(static_cast<unsigned>(field(8, 2)))};
  const int clock = field(11, 2) * 3600 + field(14, 2) * 60 + field(17, 2);
  if (!date.ok() || field(11, 2) > 23 || field(14, 2) > 59 || field(17, 2) > 60) {
    return std::nullopt;
  }
  std::size_t size = kShape.size();
  std::int64_t fraction = 0;
  if (size < text.size() && text[size] == '.') {
    std::int64_t unit = 100'000;
    for (++size; size < text.size() && is_digit(text[size]); ++size) {
      fraction += (text[size] - '0') * unit;
      unit /= 10;
    }
  }
  const std::optional<Offset> offset = offset_of(text.substr(size));
  if (!offset) {
    return std::nullopt;
  }
  const auto days = static_cast<std::int64_t>(sys_days(date).time_since_epoch().count());
  const std::int64_t seconds = days * 86'400 + clock - std::int64_t{60} * offset->minutes;
  return Timestamp{seconds * 1'000'000 + fraction, size + offset->size};
}

}  // namespace cel
