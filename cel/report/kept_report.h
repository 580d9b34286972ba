// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "cel/report/report.h"

namespace cel {

/// A report that waits. All of a process together take 12 MiB of memory, whatever they hold: beyond, their
/// records go into a file (overflow.h) or, where that cannot be, are cut to their beginnings.
class KeptReport {
 public:
  explicit KeptReport(Report report);
  KeptReport(KeptReport&& other) noexcept { swap(other); }
  KeptReport& operator=(KeptReport&& other) noexcept {
    swap(other);
    return *this;
  }
  KeptReport(const KeptReport&) = delete;
  KeptReport& operator=(const KeptReport&) = delete;
  ~KeptReport();

  std::int64_t time() const { return report_.time; }

  /// The report, which stays kept.
  Report copy() const;

  /// The report, to be asked for once.
  Report take();

  /// Whether so many are kept that even what is left of each in memory counts.
  static bool crowded();

 private:
  void swap(KeptReport& other) noexcept;
  void spill();

  Report report_;             // without its record when that is in the file
  std::size_t memory_ = 0;    // bytes that are counted for the record
  std::size_t size_ = 0;      // of the record in the file
  std::uint64_t offset_ = 0;  // likewise
  bool counted_ = false;      // false: it was moved from
};

}  // namespace cel
