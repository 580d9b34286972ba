// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// The kernel's own /proc: files that are mounted over it or a part of it are not opened.
class Proc {
 public:
  /// Returns an error if /proc is not a proc file system (proc(5)).
  static Result<Proc> open();

  /// Opens `path` below /proc, with O_CLOEXEC. Only the last part of the path may be a link, which is
  /// followed unless `flags` has O_NOFOLLOW. On failure the Fd is empty and errno is set: EXDEV if something
  /// is mounted on the way.
  Fd open_file(const std::string& path, int flags) const;

 private:
  explicit Proc(Fd root) : root_(std::move(root)) {}

  Fd open_folder(const std::string& path) const;

  Fd root_;
};

/// Returns the content of a file of /proc, at most 8 KiB; empty if it cannot be read.
std::string read_proc(const Proc& proc, const std::string& path);

/// Returns the text after `key:` at the start of a line, without white space around it; empty if there is
/// none.
std::string field_of(const std::string& text, const std::string& key);

}  // namespace cel
