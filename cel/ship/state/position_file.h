// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// A file with a number that only grows. It is written in place, by one write(2) of always the same size, so
/// that a killed program leaves the old or the new number.
class PositionFile {
 public:
  /// Opens or makes the file; an error if it holds no number.
  static Result<PositionFile> open(const std::string& path);

  /// What the file says; nothing if it is new.
  std::optional<std::uint64_t> number() const { return number_; }

  /// Writes a number; makes it outlive a power cut, too, if the last one that does is a second old or `now`.
  /// After a power cut an older number can be there.
  Result<void> write(std::uint64_t number, bool now);

 private:
  std::string path_;
  Fd file_;
  std::optional<std::uint64_t> number_;
  bool is_synced_ = true;
  std::chrono::steady_clock::time_point synced_{};
};

}  // namespace cel
