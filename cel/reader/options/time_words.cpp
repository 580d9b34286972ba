// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/options/time_words.h"

#include <array>
#include <ctime>
#include <optional>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::uint64_t kMany = 10'000'000'000;  // of any unit; a year of them is far beyond every log

struct Unit {
  std::string_view name;
  std::int64_t microseconds;
};
constexpr std::array<Unit, 26> kUnits{{
    {"us", 1},
    {"usec", 1},
    {"ms", 1000},
    {"msec", 1000},
    {"s", kSecond},
    {"sec", kSecond},
    {"second", kSecond},
    {"seconds", kSecond},
    {"m", 60 * kSecond},
    {"min", 60 * kSecond},
    {"minute", 60 * kSecond},
    {"minutes", 60 * kSecond},
    {"h", kDay / 24},
    {"hr", kDay / 24},
    {"hour", kDay / 24},
    {"hours", kDay / 24},
    {"d", kDay},
    {"day", kDay},
    {"days", kDay},
    {"w", 7 * kDay},
    {"week", 7 * kDay},
    {"weeks", 7 * kDay},
    {"month", 2'629'800 * kSecond},
    {"months", 2'629'800 * kSecond},
    {"year", 31'557'600 * kSecond},
    {"years", 31'557'600 * kSecond},
}};

std::size_t digits_at(std::string_view text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  return end == std::string_view::npos ? text.size() : end;
}

/// A span such as `1h 30min`; nothing when it is anything else.
std::optional<std::int64_t> span_of(std::string_view text) {
  std::int64_t sum = 0;
  text = trimmed(text);
  if (text.empty()) {
    return std::nullopt;
  }
  while (!text.empty()) {
    const auto number = whole_number(text.substr(0, digits_at(text)), 0, kMany);
    text = trimmed(text.substr(digits_at(text)));
    const std::size_t end = text.find_first_of(" 0123456789");
    const std::string_view name = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : trimmed(text.substr(end));
    const Unit* unit = nullptr;
    for (const Unit& candidate : kUnits) {
      unit = candidate.name == name ? &candidate : unit;
    }
    std::int64_t product = 0;
    if (!number || unit == nullptr ||
        __builtin_mul_overflow(static_cast<std::int64_t>(*number), unit->microseconds, &product) ||
        __builtin_add_overflow(sum, product, &sum)) {
      return std::nullopt;
    }
  }
  return sum;
}

std::tm calendar(std::int64_t time, bool utc) {
  const auto seconds = static_cast<std::time_t>(time / kSecond - (time % kSecond < 0 ? 1 : 0));
  std::tm parts{};
  utc ? gmtime_r(&seconds, &parts) : localtime_r(&seconds, &parts);
  return parts;
}

std::int64_t moment(std::tm parts, bool utc) {
  parts.tm_isdst = -1;
  return static_cast<std::int64_t>(utc ? timegm(&parts) : std::mktime(&parts)) * kSecond;
}

/// Midnight of the day of `time`, `days` later.
std::int64_t midnight(std::int64_t time, int days) {
  std::tm parts = calendar(time, false);
  parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
  parts.tm_mday += days;
  return moment(parts, false);
}

/// Fills `parts` by `format` (strptime(3)) when the whole of `text` has it.
bool has_format(const std::string& text, const char* format, std::tm& parts) {
  std::tm filled = parts;
  filled.tm_sec = 0;
  const char* end = strptime(text.c_str(), format, &filled);
  if (end == nullptr || *end != '\0') {
    return false;
  }
  parts = filled;
  return true;
}

std::optional<std::int64_t> date_of(std::string text, std::int64_t now) {
  bool utc = false;
  for (const std::string_view suffix : {" UTC", "Z"}) {
    if (text.ends_with(suffix)) {
      utc = true;
      text.resize(text.size() - suffix.size());
      break;
    }
  }
  std::int64_t fraction = 0;
  if (const std::size_t dot = text.rfind('.'); dot != std::string::npos) {
    std::string digits = text.substr(dot + 1);
    digits.resize(6, '0');
    const auto microseconds = whole_number(digits, 0, kSecond - 1);
    if (!microseconds) {
      return std::nullopt;
    }
    fraction = static_cast<std::int64_t>(*microseconds);
    text.resize(dot);
  }
  for (const char* format :
       {"%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%H:%M:%S", "%H:%M"}) {
    std::tm parts = calendar(now, utc);
    if (has_format(text, format, parts)) {
      return moment(parts, utc) + fraction;
    }
  }
  std::tm day{};
  if (has_format(text, "%Y-%m-%d", day)) {
    return moment(day, utc);
  }
  return std::nullopt;
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
  const std::size_t dot = text.find('.');
  const auto seconds = whole_number(text.substr(0, dot), 0, kMany);
  if (!seconds) {
    return std::nullopt;
  }
  std::string fraction(dot == std::string_view::npos ? "0" : text.substr(dot + 1));
  fraction.resize(6, '0');
  const auto microseconds = whole_number(fraction, 0, kSecond - 1);
  return microseconds ? std::optional(static_cast<std::int64_t>(*seconds) * kSecond +
                                      static_cast<std::int64_t>(*microseconds))
                      : std::nullopt;
}

std::optional<std::int64_t> parsed(std::string_view words, std::int64_t now) {
  if (words == "now") {
    return now;
  }
  if (words == "today" || words == "yesterday" || words == "tomorrow") {
    return midnight(now, words == "today" ? 0 : words == "yesterday" ? -1 : 1);
  }
  if (words.starts_with('@')) {
    return seconds_of(words.substr(1));
  }
  const bool ago = words.ends_with(" ago");
  if (ago || words.starts_with('-') || words.starts_with('+')) {
    const auto span = span_of(ago ? words.substr(0, words.size() - 4) : words.substr(1));
    if (!span) {
      return std::nullopt;
    }
    std::int64_t time = 0;
    const bool overflow = words.starts_with('+') ? __builtin_add_overflow(now, *span, &time)
                                                 : __builtin_sub_overflow(now, *span, &time);
    return overflow ? std::nullopt : std::optional(time);
  }
  return date_of(std::string(words), now);
}

}  // namespace

Result<std::int64_t> time_of_words(std::string_view words, std::int64_t now) {
  const auto time = parsed(trimmed(words), now);
  if (!time) {
    return Error{"'" + valid_utf8(words) +
                 "' is no time: write 2026-01-31 18:00, 18:00, yesterday, -1h, '2 days ago' or @1700000000"};
  }
  return *time;
}

}  // namespace cel
