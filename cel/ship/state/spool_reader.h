// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/ship/state/spool.h"

namespace cel {

/// Reads the reports of a spool in their order, from one on. Reports that were dropped are passed over.
class SpoolReader {
 public:
  SpoolReader(const Spool& spool, std::uint64_t number) : spool_(spool), number_(number) {}

  struct Line {
    std::uint64_t number = 0;  ///< of the report
    std::string text;
  };

  /// The next reports, `reports` of them and `bytes` in sum at most, but one if there is one.
  Result<std::vector<Line>> read(std::size_t reports, std::size_t bytes);

  /// Number of the report that read() gives next.
  std::uint64_t number() const { return number_; }

  /// Reports that were passed over.
  std::uint64_t skipped() const { return skipped_; }

 private:
  Result<bool> open_next();
  Result<std::string> whole_lines_from(std::uint64_t offset, std::size_t bytes) const;
  Result<void> pass_over(std::uint64_t lines);

  const Spool& spool_;
  std::uint64_t number_;
  std::uint64_t skipped_ = 0;
  Fd file_;
  std::string path_;
  std::uint64_t first_ = 0;   // the open segment's
  std::uint64_t offset_ = 0;  // in its file
};

}  // namespace cel
