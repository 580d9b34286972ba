// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace cel {

/// One line on standard error that says how far a long read has come; only on a terminal, only once the read
/// takes longer than a second, and gone without a trace when it ends.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  /// `total` bytes that will be read; 0 when unknown. `shown` false: never say anything.
  explicit Progress(std::uint64_t total, bool shown);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  /// Whether it is time to tell how far the read has come, ten times a second. Cheap enough to ask for every
  /// line: it looks at the clock once in a while.
  bool due();

  void draw(std::uint64_t bytes, std::uint64_t reports);

  /// Takes the line away, before something else is written to the terminal.
  void clear();

 private:
  std::uint64_t total_;
  bool shown_;
  bool drawn_ = false;
  std::size_t width_ = 0;
  std::uint32_t calls_ = 0;
  Clock::time_point next_;
};

/// The line itself, in at most `width` columns:
/// "[######------]  52%  2.1 of 4.0 GB  3 reports". Without a total only how much was read.
std::string progress_line(std::uint64_t bytes, std::uint64_t total, std::uint64_t reports, std::size_t width);

}  // namespace cel
