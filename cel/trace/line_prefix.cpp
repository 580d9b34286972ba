// SPDX-License-Identifier: Apache-2.0
#include "cel/trace/line_prefix.h"

#include <algorithm>
#include <array>

#include "cel/base/text.h"
#include "cel/trace/lines.h"

namespace cel {
namespace {

/// How lines begin that only tracebacks have.
constexpr std::array<std::string_view, 9> kTraceMarks = {"Traceback (most recent call last):",
                                                         "Exception in thread \"",
                                                         "Caused by: ",
                                                         "Unhandled exception. ",
                                                         "Unhandled Exception: ",
                                                         "PHP Fatal error: ",
                                                         "panic: ",
                                                         "fatal error: ",
                                                         "goroutine "};
constexpr std::size_t kLongestPrefix = 200;

bool is_number_character(char c) { return c >= '0' && c <= '9'; }

/// Whether `rest`, which begins with `at `, goes on as a frame of Java, Node.js or .NET does.
bool is_stack_frame(std::string_view rest) {
  return rest.ends_with(')') || rest.find(":line ") != std::string_view::npos;
}

/// How many bytes of `line` stand before the mark of a traceback; nothing when there is no mark.
std::optional<std::size_t> prefix_of(std::string_view line) {
  const std::string_view begin = line.substr(0, kLongestPrefix);
  for (const std::string_view mark : kTraceMarks) {
    const std::size_t at = begin.find(mark);
    if (at != std::string_view::npos && (mark != "goroutine " || line.ends_with("]:"))) {
      return at;
    }
  }
  const std::size_t at = begin.find("at ");
  if (at == std::string_view::npos || at == 0 || (line[at - 1] != ' ' && line[at - 1] != '\t') ||
      !is_stack_frame(line.substr(at))) {
    return std::nullopt;
  }
  const std::size_t blank = line.find_last_not_of(" \t", at - 1);
  return blank == std::string_view::npos ? 0 : blank + 1;  // such a frame is indented in any case
}

/// How many bytes at the start of `line` are like `prefix`, numbers in them aside; nothing when they are not.
std::optional<std::size_t> matched(std::string_view line, std::string_view prefix) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < prefix.size();) {
    if (is_number_character(prefix[i])) {
      if (at >= line.size() || !is_number_character(line[at])) {
        return std::nullopt;
      }
      i = std::min(prefix.find_first_not_of("0123456789", i), prefix.size());
      at = std::min(line.find_first_not_of("0123456789", at), line.size());
    } else if (at < line.size() && line[at] == prefix[i]) {
      ++i;
      ++at;
    } else if (at == line.size() && trimmed(prefix.substr(i)).empty()) {
      return at;  // an empty line, without the blanks that end its prefix
    } else {
      return std::nullopt;
    }
  }
  return at;
}

}  // namespace

std::string without_line_prefix(std::string_view text) {
  std::string_view prefix;
  for (Lines lines(text); !lines.at_end(); lines.next()) {
    if (const auto before = prefix_of(lines.line()); before && *before > 0) {
      prefix = lines.line().substr(0, *before);
    }
  }
  std::string bare;
  if (prefix.empty()) {
    return bare;
  }
  bare.reserve(text.size());
  for (Lines lines(text); !lines.at_end(); lines.next()) {
    const std::string_view line = lines.line();
    (bare += line.substr(matched(line, prefix).value_or(0))) += '\n';
  }
  return bare;
}

}  // namespace cel
