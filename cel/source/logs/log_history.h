// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cel/source/logs/file_mark.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// A file of a log: the log itself, or what was rotated from it, compressed or not.
struct KeptFile {
  std::string path;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;     ///< as it lies there
  std::int64_t modified = 0;  ///< microseconds
  bool compressed = false;

  bool operator==(const KeptFile&) const = default;
};

/// The files that a log has at one moment, while its writer rotates and compresses them. A compressed file
/// beside the one that it is made of is not whole yet, and is none of them.
class LogHistory {
 public:
  /// Of the log at `path`, itself and those rotated from it. The log itself may be missing, and is never
  /// taken for compressed.
  LogHistory(const std::string& path, const Storage& storage);

  /// Oldest first.
  const std::vector<KeptFile>& files() const { return files_; }

  /// Those that may be the file that has the mark and holds at least `size` bytes, what is inside of
  /// compressed ones not looked at further; the likeliest first, and of several that are alike the oldest:
  /// what is before it was read, so that reading from there leaves nothing out. Never the inode `but`.
  std::vector<KeptFile> marked(const FileMark& mark, std::uint64_t size, std::uint64_t but = 0) const;

  /// From the oldest on that was written to at `modified` or later.
  std::vector<KeptFile> since(std::int64_t modified) const;

  /// Those that the log's writer took after a file, whose mark and inode this is.
  struct Followers {
    std::vector<KeptFile> files;
    bool is_known = true;  ///< whether that file is still one of the log's, so that none can be between
  };
  Followers after(const FileMark& mark) const;

 private:
  bool has_changed_since(std::int64_t modified) const;
  bool has_head(const KeptFile& file, const std::string& head) const;

  std::vector<KeptFile> files_;
  Storage storage_;
};

}  // namespace cel
