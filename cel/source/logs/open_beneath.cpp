// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/open_beneath.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr int kMostOpenTries = 16;  // openat2(2) gives up where names change under it

bool is_on_mount_of(const Fd& folder, const Fd& file) {
  struct stat one {};
  struct stat other {};
  return fstat(folder.get(), &one) == 0 && fstat(file.get(), &other) == 0 && one.st_dev == other.st_dev;
}

enum class Mounts : bool { refused, entered };

Fd walk(const Fd& folder, std::string_view rest, int flags, Mounts mounts) {
  Fd reached;
  while (!rest.empty()) {
    const std::string name(take_field(rest, '/'));
    if (name.empty() || name == ".") {
      continue;
    }
    if (name == "..") {
      errno = EXDEV;
      return {};
    }
    const int from = reached ? reached.get() : folder.get();
    const int how = rest.empty() ? flags : O_PATH | O_DIRECTORY;
    Fd next = above_standard(Fd(openat(from, name.c_str(), how | O_NOFOLLOW | O_CLOEXEC)));
    if (!next) {
      return {};
    }
    if (mounts == Mounts::refused && !is_on_mount_of(folder, next)) {
      errno = EXDEV;
      return {};
    }
    reached = std::move(next);
  }
  return reached ? std::move(reached) : above_standard(Fd(openat(folder.get(), ".", flags | O_CLOEXEC)));
}

Fd open_as(const Fd& folder, const std::string& below, int flags, std::uint64_t resolve, Mounts mounts) {
  open_how how{};
  how.flags = static_cast<std::uint64_t>(flags | O_CLOEXEC);
  how.resolve = resolve | RESOLVE_NO_MAGICLINKS;
  for (int tries = 0; tries < kMostOpenTries; ++tries) {
    Fd file(static_cast<int>(syscall(SYS_openat2, folder.get(), below.c_str(), &how, sizeof how)));
    if (file) {
      return above_standard(std::move(file));
    }
    if (errno == ENOSYS || errno == EPERM) {
      return walk(folder, below, flags, mounts);
    }
    if (errno != EAGAIN && errno != EINTR) {
      return {};
    }
  }
  return {};
}

}  // namespace

Fd walk_beneath(const Fd& folder, const std::string& below, int flags) {
  return walk(folder, below, flags, Mounts::refused);
}

Fd open_beneath(const Fd& folder, const std::string& below, int flags, LinksWithin links) {
  const std::uint64_t no_links = links == LinksWithin::refused ? RESOLVE_NO_SYMLINKS : 0U;
  return open_as(folder, below, flags, RESOLVE_BENEATH | RESOLVE_NO_XDEV | no_links, Mounts::refused);
}

Fd open_in_root(const Fd& root, const std::string& path, int flags) {
  const std::size_t begin = path.find_first_not_of('/');
  const std::string below = begin == std::string::npos ? "." : path.substr(begin);
  return open_as(root, below, flags, RESOLVE_IN_ROOT, Mounts::entered);
}

}  // namespace cel
