// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cel/base/fd.h"

namespace cel {

/// Bytes that wait and that memory has no room for, of the whole process: in one unnamed file in TMPDIR (else
/// /var/tmp), of at most 1 GiB. For the one thread that reads.
class Overflow {
 public:
  static Overflow& shared();

  /// True when the file has them, at `offset`.
  bool write(std::string_view bytes, std::uint64_t& offset);

  /// Reads bytes.size() bytes.
  bool read(std::uint64_t offset, std::string& bytes);

  /// The bytes at an offset are not needed any more; once none are, their room is used again.
  void release(std::size_t size);

 private:
  bool open();

  Fd file_;
  bool tried_ = false;
  std::uint64_t end_ = 0;
  std::uint64_t used_ = 0;
};

}  // namespace cel
