// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/log_level.h"

#include <algorithm>
#include <array>
#include <utility>

#include "cel/base/letters.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr std::size_t kLongestBeginning = 160;  // of a line, in which its level stands

constexpr std::array<std::pair<std::string_view, LogLevel>, 12> kLevels = {{{"error", LogLevel::error},
                                                                            {"err", LogLevel::error},
                                                                            {"critical", LogLevel::error},
                                                                            {"crit", LogLevel::error},
                                                                            {"fatal", LogLevel::error},
                                                                            {"severe", LogLevel::error},
                                                                            {"warning", LogLevel::error},
                                                                            {"warn", LogLevel::error},
                                                                            {"info", LogLevel::info},
                                                                            {"notice", LogLevel::info},
                                                                            {"debug", LogLevel::debug},
                                                                            {"trace", LogLevel::debug}}};

/// Whether the word from `begin` to `end` is set off as a level is.
bool is_set_off(std::string_view line, std::size_t begin, std::size_t end) {
  const std::string_view word = line.substr(begin, end - begin);
  const bool capitals = std::all_of(word.begin(), word.end(), is_upper);
  const char before = begin == 0 ? ' ' : line[begin - 1];
  const char after = at_or_nul(line, end);
  return (capitals && (before == ' ' || before == '\t' || before == '[' || before == '|' || before == '<') &&
          after != '_') ||
         (before == '[' && after == ']') || before == '=' || (before == '"' && after == '"');
}

}  // namespace

LogLevel level_of(std::string_view line) {
  line = line.substr(0, kLongestBeginning);
  for (std::size_t at = 0; at < line.size();) {
    if (!is_letter(line[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < line.size() && is_letter(line[end])) {
      ++end;
    }
    const std::string_view word = line.substr(at, end - at);
    for (const auto& [name, level] : kLevels) {
      const bool same =
          word.size() == name.size() &&
          std::equal(word.begin(), word.end(), name.begin(), [](char a, char b) { return lower(a) == b; });
      if (same && is_set_off(line, at, end)) {
        return level;
      }
    }
    at = end;
  }
  return LogLevel::unknown;
}

}  // namespace cel
