// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// What a file is known again by, whatever its name, and once it is compressed. Inode numbers are used again,
/// and several logs may begin alike: all together tell.
struct FileMark {
  std::uint64_t inode = 0;    ///< 0: any
  std::string head = {};      ///< mark_of() its first bytes
  std::int64_t modified = 0;  ///< microseconds: nothing that was not read yet was written before; 0: unknown
};

/// The number and checksum of a file's first bytes.
std::string mark_of(std::string_view head);

/// How many bytes a mark is made of.
std::size_t size_of_mark(const std::string& mark);

/// The file's first bytes, `size` of them when there are as many.
std::string head_of(const Fd& file, std::size_t size);

std::uint64_t inode_of(const Fd& file);
std::uint64_t inode_at(const std::string& path, const Storage& storage = {});
std::uint64_t size_of(const Fd& file);

/// When the file was written to, in microseconds since 1970.
std::int64_t modified_at(const struct stat& status);

/// Where the last line of a file begins that is not finished yet, or else its end.
std::uint64_t offset_of_last_line(const Fd& file);

}  // namespace cel
