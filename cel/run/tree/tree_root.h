// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
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
  /// mode 0755 and their paths appended there. `depth`, if given, is how many folders below the root it
  /// really lies. Empty with errno set if there is none.
  Fd folder(std::string_view path, std::vector<std::string>* made = nullptr,
            std::size_t* depth = nullptr) const;

  /// Whether it is /, out of which nothing leads.
  bool is_slash() const { return is_slash_; }

 private:
  TreeRoot(Fd root, bool is_slash) : root_(std::move(root)), is_slash_(is_slash) {}

  Fd root_;
  bool is_slash_;
};

/// What is before the last slash of `path`; "" if there is none.
std::string parent_of(std::string_view path);

/// What is after the last slash of `path`.
std::string name_of(std::string_view path);

}  // namespace cel
