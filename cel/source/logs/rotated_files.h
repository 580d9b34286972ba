// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// What a file is known again by, whatever its name. Inode numbers are used again, and several logs may begin
/// alike: both together tell.
struct FileMark {
  std::uint64_t inode = 0;  ///< 0: any
  std::string head;         ///< mark_of() its first bytes
};

/// The number and checksum of a file's first bytes.
std::string mark_of(std::string_view head);

/// The file's first bytes, `size` of them when there are as many.
std::string head_of(const Fd& file, std::size_t size);

std::uint64_t inode_of(const Fd& file);
std::uint64_t inode_at(const std::string& path, const Storage& storage = {});
std::uint64_t size_of(const Fd& file);

/// Where the last line of a file begins that is not finished yet, or else its end.
std::uint64_t offset_of_last_line(const Fd& file);

/// Which of the files of the log at `path`, itself and those rotated from it, has the mark and at least
/// `size` bytes; where none has its inode number, one with its first bytes. Never `but`. Empty: none.
std::string find_marked(const std::string& path, const FileMark& mark, std::uint64_t size, const Fd* but,
                        const Storage& storage = {});

/// The oldest file of the log at `path` that is not compressed.
std::string oldest_readable(const std::string& path, const Storage& storage = {});

/// The file of the log at `path` that its writer took after `file`; empty when there is none yet, or nothing
/// is in it.
std::string successor(const std::string& path, const Fd& file, const Storage& storage = {});

}  // namespace cel
