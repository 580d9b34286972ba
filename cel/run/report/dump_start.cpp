// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/dump_start.h"

#include <algorithm>
#include <array>

namespace cel {
namespace {

constexpr std::size_t kDumpBytes = 32U << 10U;
constexpr std::size_t kLineStart = 24;  // as much of a line as tells whether it starts a dump

/// `panic: x`, `==4711==ERROR: AddressSanitizer: …`
bool starts_dump(std::string_view line) {
  constexpr std::array<std::string_view, 3> kDumpStarts = {
      "panic: ", "fatal error: ", "Fatal Python error: "};
  const auto starts = [line](std::string_view start) { return line.starts_with(start); };
  const std::size_t number_end = line.starts_with("==") ? line.find("==", 2) : std::string_view::npos;
  return std::any_of(kDumpStarts.begin(), kDumpStarts.end(), starts) ||
         (number_end != std::string_view::npos && line.substr(number_end).starts_with("==ERROR: "));
}

}  // namespace

void DumpStart::take(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t newline = bytes.find('\n');
    take_rest_of_line(bytes.substr(0, newline));
    if (newline == std::string_view::npos) {
      return;
    }
    if (!text_.empty() && text_.size() < kDumpBytes) {
      text_ += '\n';
    }
    line_.clear();
    ++taken_;
    bytes.remove_prefix(newline + 1);
  }
}

void DumpStart::skip(std::uint64_t bytes) {
  text_.clear();
  line_.assign(kLineStart, ' ');  // what comes next may be the middle of a line
  taken_ += bytes;
}

/// Takes what belongs to the line that line_ is the start of.
void DumpStart::take_rest_of_line(std::string_view rest) {
  const std::uint64_t line_at = taken_ - line_.size();  // while line_ is the whole of it so far
  const std::size_t known = line_.size();
  taken_ += rest.size();
  if (known < kLineStart && !rest.empty()) {
    line_ += rest.substr(0, kLineStart - known);
    if (starts_dump(line_) && (text_.empty() || offset_ != line_at)) {
      text_ = line_;
      offset_ = line_at;
      rest.remove_prefix(line_.size() - known);
    }
  }
  if (!text_.empty()) {
    text_ += rest.substr(0, kDumpBytes - std::min(kDumpBytes, text_.size()));
  }
}

}  // namespace cel
