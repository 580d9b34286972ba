// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// A folder in which an engine keeps containers, and how files in it are opened: never waiting for anybody,
/// and regular files only. Whoever owns a storage may put anything there, so that in one of another user's
/// nothing is read but the owner's own files: no link is followed, no other file system is entered.
class Storage {
 public:
  /// No storage: what a person named. Its links may lead anywhere.
  Storage() = default;

  /// The storage of this user's or root's own engine, whose links may lead anywhere, too.
  static Storage own(std::string path);

  /// The storage at `below` in a user's `home`; its owner must be that of the home. Error{} without a message
  /// when there is none.
  static Result<Storage> of_user(const std::string& home, const std::string& below);

  /// The storage at the path that `path_of` makes of the owner of `home`, where root keeps it for that user:
  /// its owner must be the same. Error{} without a message when there is none.
  static Result<Storage> of_folder(const std::string& home,
                                   const std::function<std::string(uid_t owner)>& path_of);

  /// The files of another container, as its processes see them: `root` is a folder's descriptor. No link
  /// leads out of it.
  static Storage of_container(Fd root);

  /// Where it is; empty for what a person named.
  const std::string& path() const { return path_; }

  /// Whether links in it are not followed.
  bool is_another_users() const { return root_ != nullptr; }

  /// Opens a file to read it; empty, with errno set, when that is not possible. `path` begins with path().
  Fd open(const std::string& path) const;

  /// What stat(2) says of a file that open() may open; nothing for any other.
  std::optional<struct stat> status(const std::string& path) const;

  /// A descriptor of a folder, with O_PATH; empty, with errno set, when there is none.
  Fd open_folder(const std::string& path) const;

  /// The names in a folder, sorted, at most most_names() of them; errno says what went wrong.
  std::optional<std::vector<std::string>> names(const std::string& folder) const;

  /// More containers than any host has; where the storage is another user's, fewer, so that it keeps nobody
  /// busy.
  std::size_t most_names() const { return root_ && !is_container_ ? 1024 : 65'536; }

 private:
  Fd open_below(const std::string& path, int flags) const;
  bool is_readable_here(const struct stat& status) const;

  std::string path_;
  std::shared_ptr<const Fd> root_;
  uid_t owner_ = 0;
  bool is_container_ = false;
};

}  // namespace cel
