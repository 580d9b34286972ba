// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace cel {

/// How often something happened over time, in a fixed number of bins that end at one moment and reach back as
/// far as needed: when something older comes, the bins become twice as wide. Histograms with the same end can
/// be brought to one width and compared.
class Histogram {
 public:
  static constexpr std::size_t kBins = 48;
  static constexpr std::int64_t kNarrowest = 1'000'000;  ///< microseconds that a bin spans at first

  /// Bins that end at `end`, microseconds since 1970-01-01 UTC. What is later counts into the last bin.
  explicit Histogram(std::int64_t end) : end_(end) {}

  void add(std::int64_t time, std::uint64_t count = 1);

  /// Doubles the bins' width until it is `width` or more.
  void widen(std::int64_t width);

  /// Microseconds that a bin spans.
  std::int64_t width() const { return width_; }

  /// The moment at which the last bin ends.
  std::int64_t end() const { return end_; }

  /// Counts, oldest bin first.
  std::array<std::uint64_t, kBins> bins() const;

 private:
  std::int64_t end_;
  std::int64_t width_ = kNarrowest;
  std::array<std::uint64_t, kBins> back_{};  // the latest first
};

/// A histogram as `width` characters (a divisor of Histogram::kBins), the oldest first: a space for none,
/// else a bar of one to eight eighths.
std::string sparkline(const Histogram& histogram, std::size_t width);

}  // namespace cel
