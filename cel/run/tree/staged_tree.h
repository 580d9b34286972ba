// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/run/tree/archive.h"
#include "cel/run/tree/tree_root.h"

namespace cel {

/// Why the entry at `path` cannot be laid, and what to do about the errno.
Error cannot_lay(const std::string& what, const std::string& path, int error);

/// Files that lie beside their places under other names until all are there. What was not committed is
/// removed by the destructor, folders that were made for it included.
class StagedTree {
 public:
  explicit StagedTree(const TreeRoot& root);
  StagedTree(const StagedTree&) = delete;
  StagedTree& operator=(const StagedTree&) = delete;
  ~StagedTree();

  /// Whether the entry's place can hold it: a folder is not replaced by a file, nor a file by a folder.
  Result<void> check(const ArchiveEntry& entry) const;

  /// Makes the entry (tree_plan.h): a folder at its place, all else beside it. Of a file, the descriptor to
  /// write its bytes to is given, of all else an empty one. The entry's path must live as long as this.
  Result<Fd> add(const ArchiveEntry& entry);

  /// Puts everything in its place. A file that is replaced leaves its owner and at least its permissions to
  /// the new one; a file that is mounted there is overwritten.
  Result<void> commit();

 private:
  struct Staged {
    std::uint32_t number;
    bool is_file;
  };

  std::string name_beside(const Staged& staged) const;
  Result<void> put(const std::string& path, const Staged& staged) const;

  const TreeRoot& root_;
  std::string prefix_;                         // of the names beside the places
  std::map<std::string_view, Staged> staged_;  // by path
  std::vector<std::string> made_;              // folders, outer ones first
  bool committed_ = false;
};

}  // namespace cel
