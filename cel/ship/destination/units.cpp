// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>

#include "cel/base/text.h"
#include "cel/ship/destination/settings.h"

namespace cel {
namespace {

constexpr std::uint64_t kMostOfAUnit = 1'000'000;

using Units = std::span<const std::pair<std::string_view, std::uint64_t>>;

std::optional<std::uint64_t> with_unit(std::string_view text, Units units) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto number = whole_number(text.substr(0, digits), 0, kMostOfAUnit);
  for (const auto& [unit, size] : units) {
    if (number && text.substr(digits) == unit) {
      return *number * size;
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::chrono::milliseconds> time_span(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 5> kTimes{
      {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
  if (const auto span = with_unit(text, kTimes)) {
    return std::chrono::milliseconds(*span);
  }
  return Error{"it takes a time such as 500ms, 10s, 5m, 1h or 7d, not " + quoted(text)};
}

Result<std::uint64_t> byte_size(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::uint64_t>, 3> kSizes{
      {{"K", 1U << 10U}, {"M", 1U << 20U}, {"G", 1U << 30U}}};
  if (const auto size = with_unit(text, kSizes)) {
    return *size;
  }
  return Error{"it takes a size such as 64K, 256M or 2G, not " + quoted(text)};
}

}  // namespace cel
