// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/moment.h"

#include <array>
#include <ctime>

namespace cel {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::string formatted(const char* format, const std::tm& calendar) {
  std::array<char, 96> text{};
  return {text.data(), std::strftime(text.data(), text.size(), format, &calendar)};
}

std::time_t seconds_of(std::int64_t microseconds) { return static_cast<std::time_t>(microseconds / kSecond); }

std::string locally(std::int64_t microseconds, const char* format) {
  const std::time_t seconds = seconds_of(microseconds);
  std::tm calendar{};
  if (microseconds <= 0 || localtime_r(&seconds, &calendar) == nullptr) {
    return "unknown";
  }
  return formatted(format, calendar);
}

}  // namespace

std::string local_time(std::int64_t microseconds) { return locally(microseconds, "%a %Y-%m-%d %H:%M:%S %Z"); }

std::string short_time(std::int64_t microseconds, bool with_year) {
  return locally(microseconds, with_year ? "%Y-%m-%d %H:%M:%S" : "%m-%d %H:%M:%S");
}

std::string utc_time(std::int64_t microseconds) {
  const std::time_t seconds = seconds_of(microseconds);
  std::tm calendar{};
  if (microseconds <= 0 || gmtime_r(&seconds, &calendar) == nullptr) {
    return {};
  }
  return formatted("%Y-%m-%dT%H:%M:%SZ", calendar);
}

std::string axis_time(std::int64_t microseconds, std::int64_t span) {
  constexpr std::int64_t kHour = 3600 * kSecond;
  const std::time_t seconds = seconds_of(microseconds);
  std::tm calendar{};
  if (localtime_r(&seconds, &calendar) == nullptr) {
    return {};
  }
  return formatted(span <= kHour ? "%H:%M:%S" : span <= 720 * kHour ? "%b %d %H:%M" : "%Y-%m-%d", calendar);
}

std::string span_text(std::int64_t microseconds) {
  const std::int64_t seconds = microseconds / kSecond;
  struct Unit {
    std::int64_t seconds;
    const char* name;
  };
  for (const Unit unit : {Unit{86400, "day"}, Unit{3600, "h"}, Unit{60, "min"}}) {
    const std::int64_t count = seconds / unit.seconds;
    if (count >= 2 || (count == 1 && unit.seconds < 86400)) {
      return std::to_string(count) + ' ' + unit.name + (unit.seconds == 86400 ? "s" : "");
    }
  }
  return std::to_string(seconds > 0 ? seconds : 0) + " s";
}

}  // namespace cel
