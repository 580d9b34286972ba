// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cel/base/result.h"
#include "cel/run/tree/archive.h"

namespace cel {

/// What is to be laid: an archive's entries, in its order. Paths, and the targets of hard links, are relative
/// to the root, without empty parts, `.` and `..`. An empty path is that of a leading folder, or of what lies
/// beside it: it is not laid.
struct TreePlan {
  std::vector<ArchiveEntry> entries;
  std::size_t stripped = 0;           ///< how many leading folders are left out
  std::vector<std::string> left_out;  ///< files beside them, as the archive names them
};

/// Checks that all of an archive's entries lie below the root, whatever order they are laid in, and plans
/// where. Leading folders, at most two, are left out as ceph-container left them out: what comes before the
/// first level that has a folder such as usr or etc. Absolute targets of symbolic links, and `..` after a
/// name in one, are fine only if the root is /, as `below_slash` says: below another root they could lead out
/// of it.
Result<TreePlan> plan_tree(std::vector<ArchiveEntry> entries, bool below_slash);

}  // namespace cel
