// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/staged_tree.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "cel/base/random.h"
#include "cel/base/text.h"

namespace cel {
namespace {

using Kind = ArchiveEntry::Kind;

constexpr unsigned kPermissions = 0777;
constexpr unsigned kFolderPermissions = 01777;
constexpr std::size_t kPiece = std::size_t{1} << 30U;

/// How many `..` a link's target begins with.
std::size_t leading_parents(std::string_view target) {
  std::size_t count = 0;
  while (!target.empty()) {
    const std::string_view part = take_field(target, '/');
    if (part != ".." && part != "." && !part.empty()) {
      break;
    }
    count += part == ".." ? 1 : 0;
  }
  return count;
}

/// Writes the bytes of one file over those of another, which cannot be replaced as it is a mount.
bool overwrite(int folder, const std::string& from, const std::string& to) {
  const Fd source(openat(folder, from.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  const Fd target(openat(folder, to.c_str(), O_WRONLY | O_TRUNC | O_NOFOLLOW | O_CLOEXEC));
  ssize_t sent = source && target ? 1 : -1;
  while (sent > 0) {
    sent = sendfile(target.get(), source.get(), nullptr, kPiece);
  }
  return sent == 0 && unlinkat(folder, from.c_str(), 0) == 0;
}

}  // namespace

Error cannot_lay(const std::string& what, const std::string& path, int error) {
  std::string hint;
  if (error == EROFS) {
    hint = ": start the container without --read-only";
  } else if (error == EACCES || error == EPERM) {
    hint = ": uid " + std::to_string(geteuid()) + " may not write there; start the container as root";
  } else if (error == ENOSPC || error == EDQUOT) {
    hint = ": make room";
  }
  return Error{"the tree is not laid: cannot " + what + " /" + valid_utf8(path) + ": " + errno_text(error) +
               hint};
}

StagedTree::StagedTree(const TreeRoot& root) : root_(root), prefix_(".cel-new." + random_hex(8) + ".") {}

std::string StagedTree::name_beside(const Staged& staged) const {
  return prefix_ + std::to_string(staged.number);
}

StagedTree::~StagedTree() {
  if (committed_) {
    return;
  }
  for (const auto& [path, staged] : staged_) {
    if (const Fd folder = root_.folder(parent_of(path))) {
      unlinkat(folder.get(), name_beside(staged).c_str(), 0);
    }
  }
  std::for_each(made_.rbegin(), made_.rend(), [this](const std::string& path) {
    if (const Fd folder = root_.folder(parent_of(path))) {
      unlinkat(folder.get(), name_of(path).c_str(), AT_REMOVEDIR);
    }
  });
}

Result<void> StagedTree::check(const ArchiveEntry& entry) const {
  const Fd folder = root_.folder(parent_of(entry.path));
  if (!folder) {
    return errno == ENOENT ? Result<void>() : cannot_lay("write", entry.path, errno);
  }
  struct stat there {};
  if (fstatat(folder.get(), name_of(entry.path).c_str(), &there, AT_SYMLINK_NOFOLLOW) != 0) {
    return {};
  }
  if (entry.kind == Kind::folder) {
    return S_ISDIR(there.st_mode) || root_.folder(entry.path)
               ? Result<void>()
               : cannot_lay("make the folder", entry.path, ENOTDIR);
  }
  return S_ISDIR(there.st_mode) ? cannot_lay("replace the folder", entry.path, EISDIR) : Result<void>();
}

Result<Fd> StagedTree::add(const ArchiveEntry& entry) {
  const std::size_t made_before = made_.size();
  if (entry.kind == Kind::folder) {
    const Fd folder = root_.folder(entry.path, &made_);
    const Fd above = folder ? root_.folder(parent_of(entry.path)) : Fd();
    if (!above) {
      return cannot_lay("make the folder", entry.path, errno);
    }
    if (made_.size() > made_before) {
      fchmodat(above.get(), name_of(entry.path).c_str(), entry.mode & kFolderPermissions, 0);
    }
    return Fd();
  }
  std::size_t depth = 0;
  const Fd folder = root_.folder(parent_of(entry.path), &made_, &depth);
  if (!folder) {
    return cannot_lay("make the folder of", entry.path, errno);
  }
  if (entry.kind == Kind::symbolic_link && !root_.is_slash() && leading_parents(entry.target) > depth) {
    return Error{"the tree is not laid: /" + valid_utf8(entry.path) +
                 " would lead out of it: its folder is a link that is there already"};
  }
  const Staged staged{static_cast<std::uint32_t>(staged_.size()), entry.kind == Kind::file};
  const std::string name = name_beside(staged);
  Fd file;
  int failed = 0;
  if (entry.kind == Kind::file) {
    file = Fd(openat(folder.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    failed = file ? fchmod(file.get(), entry.mode & kPermissions) : -1;
  } else if (entry.kind == Kind::symbolic_link) {
    failed = symlinkat(entry.target.c_str(), folder.get(), name.c_str());
  } else {
    const auto target = staged_.find(entry.target);
    const Fd beside = target == staged_.end() ? Fd() : root_.folder(parent_of(target->first));
    failed = beside ? linkat(beside.get(), name_beside(target->second).c_str(), folder.get(), name.c_str(), 0)
                    : -1;
  }
  if (failed != 0) {
    return cannot_lay("write", entry.path, errno);
  }
  staged_.emplace(entry.path, staged);
  return file;
}

Result<void> StagedTree::put(const std::string& path, const Staged& staged) const {
  const Fd folder = root_.folder(parent_of(path));
  const std::string name = name_of(path);
  const std::string beside = name_beside(staged);
  struct stat old {};
  struct stat fresh {};
  if (folder && staged.is_file && fstatat(folder.get(), name.c_str(), &old, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISREG(old.st_mode) && fstatat(folder.get(), beside.c_str(), &fresh, AT_SYMLINK_NOFOLLOW) == 0) {
    // Not root's to give away for others, whose files stay their own.
    (void)fchownat(folder.get(), beside.c_str(), old.st_uid, old.st_gid, AT_SYMLINK_NOFOLLOW);
    fchmodat(folder.get(), beside.c_str(), (old.st_mode | fresh.st_mode) & kPermissions, 0);
  }
  if (!folder || (renameat(folder.get(), beside.c_str(), folder.get(), name.c_str()) != 0 &&
                  (errno != EBUSY || !overwrite(folder.get(), beside, name)))) {
    return cannot_lay("replace", path, errno);
  }
  return {};
}

Result<void> StagedTree::commit() {
  for (const auto& [path, staged] : staged_) {
    if (Result<void> done = put(std::string(path), staged); !done) {
      return done;
    }
  }
  committed_ = true;
  return {};
}

}  // namespace cel
