// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "cel/base/result.h"

namespace cel {

/// How much an archive may hold; what holds more is refused.
struct ArchiveBounds {
  std::size_t entries = 100'000;
  std::size_t names = std::size_t{8} << 20U;      ///< bytes of all names, and of what links point to
  std::uint64_t bytes = std::uint64_t{4} << 30U;  ///< of all files, unpacked
  std::uint64_t ratio = 1'000;                    ///< unpacked to packed, once there are more bytes than
  std::uint64_t ratio_from = std::uint64_t{64} << 20U;  ///< these
};

/// One entry as the archive has it: nothing in it is to be trusted.
struct ArchiveEntry {
  enum class Kind { file, folder, symbolic_link, hard_link, other };

  Kind kind = Kind::other;
  std::string path;
  std::string target;  ///< of a link
  unsigned mode = 0;   ///< permissions, set-id and sticky bits
};

/// What is to be done with an archive's content. An error ends the reading.
struct ArchiveVisitor {
  std::function<Result<void>(const ArchiveEntry&)> entry;
  std::function<Result<void>(std::string_view)> bytes;  ///< of the last entry, a file, in their order
};

/// Reads a tar (plain, gzip, xz, zstd) or zip archive out of the file `fd`, from its start, with libarchive,
/// to its end: an archive that is damaged or cut short is an error, and so is one beyond the bounds. `fd`
/// stays the caller's.
Result<void> read_archive(int fd, const ArchiveBounds& bounds, const ArchiveVisitor& visitor);

}  // namespace cel
