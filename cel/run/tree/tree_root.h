// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// A folder that nothing done through it leads out of, as chroot(2) would have it: symbolic links on the way
/// are followed as if the folder were /, and `..` ends there. (openat2(2) with RESOLVE_IN_ROOT does the same,
/// but older engines' seccomp profiles forbid it.)
class TreeRoot {
 public:
  static Result<TreeRoot> open(const std::string& path);

  /// The folder at `path`, relative to the root, for openat(2); with `made`, folders that lack are made with
  /// mode 0755 and their paths appended there. Empty with errno set if there is none.
  Fd folder(std::string_view path, std::vector<std::string>* made = nullptr) const;

 private:
  explicit TreeRoot(Fd root) : root_(std::move(root)) {}

  Fd root_;
};

/// What is before the last slash of `path`; "" if there is none.
std::string parent_of(std::string_view path);

/// What is after the last slash of `path`.
std::string name_of(std::string_view path);

}  // namespace cel
