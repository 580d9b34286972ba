// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// The kernel's own /proc, and nothing that somebody mounted over it or over a part of it.
class Proc {
 public:
  /// Fails where /proc is not a proc file system (proc(5)).
  static Result<Proc> open();

  /// Opens `path` below /proc, with O_CLOEXEC. Only the last part of the path may be a link: it is followed
  /// unless `flags` has O_NOFOLLOW. On failure the Fd is empty and errno says why: EXDEV where something else
  /// is mounted on the way.
  Fd open_file(const std::string& path, int flags) const;

 private:
  explicit Proc(Fd root) : root_(std::move(root)) {}

  Fd open_folder(const std::string& path) const;

  Fd root_;
};

/// All of a file of /proc, at most 8 KiB of it; empty where it cannot be read.
std::string read_proc(const Proc& proc, const std::string& path);

/// What stands behind `key:` at the start of a line of `text`, without white space around it; or empty.
std::string field_of(const std::string& text, const std::string& key);

}  // namespace cel
