// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/last_line.h"

#include <algorithm>
#include <array>

#include "cel/base/letters.h"
#include "cel/base/text.h"
#include "cel/trace/lines.h"

namespace cel {
namespace {

constexpr std::size_t kEndBytes = 8192;  // what is further back was not the end
constexpr std::size_t kLastLines = 12;

bool names_a_failure(std::string_view line) {
  constexpr std::array<std::string_view, 20> kFailureWords = {
      "error",   "fatal",   "fail",       "cannot",  "can't",     "could not", "couldn't",
      "unable",  "panic",   "abort",      "denied",  "refused",   "not found", "no such",
      "invalid", "unknown", "unexpected", "missing", "exception", "timed out"};
  const std::string low = lowered(line);
  return std::any_of(kFailureWords.begin(), kFailureWords.end(),
                     [&low](std::string_view word) { return low.find(word) != std::string::npos; });
}

/// `2026/11/30 05:54:25 `, `[2026-11-30T05:54:25.123Z] `
std::string_view without_time(std::string_view line) {
  const std::size_t start = std::min(line.find_first_not_of("0123456789-/:.,TZ+[] \t"), line.size());
  return start >= 8 && is_digit(line[line.starts_with('[') ? 1 : 0]) ? line.substr(start) : line;
}

}  // namespace

std::vector<std::size_t> last_lines(std::string_view text) {
  std::vector<std::size_t> lines;
  const std::size_t floor = text.size() - std::min(text.size(), kEndBytes);
  for (auto line = line_before(text, text.size() + (text.ends_with('\n') ? 0 : 1), floor);
       line && lines.size() < kLastLines; line = line_before(text, *line, floor)) {
    if (!trimmed(Lines(text, *line).line()).empty()) {
      lines.push_back(*line);
    }
    if (*line == floor) {
      break;
    }
  }
  return lines;
}

std::string_view last_line(std::string_view text) {
  const std::vector<std::size_t> lines = last_lines(text);
  if (lines.empty()) {
    return {};
  }
  const auto line_at = [text](std::size_t offset) { return trimmed(Lines(text, offset).line()); };
  const auto named = std::find_if(lines.begin(), lines.end(),
                                  [&](std::size_t offset) { return names_a_failure(line_at(offset)); });
  return without_time(line_at(named == lines.end() ? lines.front() : *named));
}

}  // namespace cel
