// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/output/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "cel/reader/output/printable.h"
#include "cel/reader/output/terminal.h"

namespace cel {
namespace {

constexpr auto kPatience = std::chrono::seconds(1);
constexpr auto kInterval = std::chrono::milliseconds(100);
constexpr std::uint32_t kCallsPerLook = 64;
constexpr std::size_t kBar = 24;

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 5> kUnits = {"bytes", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", value, unit == 0 ? 0 : 1, kUnits[unit]);
}

void to_stderr(const std::string& text) {
  // What cannot be said of the progress is not missed.
  (void)!write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

std::string progress_line(std::uint64_t bytes, std::uint64_t total, std::uint64_t reports,
                          std::size_t width) {
  std::string line;
  if (total > 0) {
    const double share = std::min(1.0, static_cast<double>(bytes) / static_cast<double>(total));
    const auto done = static_cast<std::size_t>(share * kBar);
    line = fmt::format("[{}{}] {:3.0f}%  {} of {}", std::string(done, '#'), std::string(kBar - done, '-'),
                       share * 100, bytes_text(bytes), bytes_text(total));
  } else {
    line = fmt::format("{} read", bytes_text(bytes));
  }
  return fitted(line + fmt::format("  {} report{}", reports, reports == 1 ? "" : "s"), width);
}

Progress::Progress(std::uint64_t total, bool shown)
    : total_(total), shown_(shown && isatty(STDERR_FILENO) == 1), next_(Clock::now() + kPatience) {
  if (shown_) {
    width_ = style_for(STDERR_FILENO, terminal_environment()).width;
  }
}

bool Progress::due() {
  if (!shown_ || ++calls_ % kCallsPerLook != 0 || Clock::now() < next_) {
    return false;
  }
  next_ = Clock::now() + kInterval;
  return true;
}

void Progress::draw(std::uint64_t bytes, std::uint64_t reports) {
  drawn_ = true;
  to_stderr("\r\x1b[K" + progress_line(bytes, total_, reports, width_ - 1));
}

void Progress::clear() {
  if (drawn_) {
    to_stderr("\r\x1b[K");
    drawn_ = false;
  }
}

}  // namespace cel
