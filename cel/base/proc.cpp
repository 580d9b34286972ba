// SPDX-License-Identifier: Apache-2.0
#include "cel/base/proc.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <linux/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr int kFolder = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::size_t kLargestFile = 8192;

/// Returns whether it is a proc file system. A seccomp profile may deny one of the two calls.
bool is_proc(const Fd& folder) {
  struct statfs status {};
  if (fstatfs(folder.get(), &status) != 0) {
    const std::string path = "/proc/self/fd/" + std::to_string(folder.get());
    if (!is_refused(errno) || statfs(path.c_str(), &status) != 0) {
      return false;
    }
  }
  return status.f_type == PROC_SUPER_MAGIC;
}

/// Returns the number of the mount that `fd` is in, or 0 before Linux 5.8.
std::uint64_t mount_of(const Fd& fd) {
  struct statx status {};
  // By number: musl's own statx(3) knows no stx_mnt_id.
  const bool known = syscall(SYS_statx, fd.get(), "", AT_EMPTY_PATH, STATX_MNT_ID, &status) == 0;
  return known && (status.stx_mask & STATX_MNT_ID) != 0 ? status.stx_mnt_id : 0;
}

}  // namespace

Result<Proc> Proc::open() {
  Fd root = cel::open_file("/proc", kFolder);
  if (!root) {
    return Error{"cannot open /proc: " + errno_text(errno)};
  }
  return is_proc(root) ? Result<Proc>(Proc(std::move(root))) : Error{"what is mounted at /proc is no proc"};
}

Fd Proc::open_folder(const std::string& path) const {
  const open_how how{kFolder, 0, RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS};
  Fd folder =
      above_standard(Fd(static_cast<int>(syscall(SYS_openat2, root_.get(), path.c_str(), &how, sizeof how))));
  if (folder || !is_refused(errno)) {
    return folder;
  }
  // Linux before 5.6, and older seccomp profiles, have no openat2.
  folder = above_standard(Fd(openat(root_.get(), path.c_str(), kFolder)));
  if (folder && (!is_proc(folder) || mount_of(folder) != mount_of(root_))) {
    errno = EXDEV;
    return {};
  }
  return folder;
}

Fd Proc::open_file(const std::string& path, int flags) const {
  const std::size_t slash = path.rfind('/');
  const Fd folder = open_folder(path.substr(0, slash));
  if (!folder) {
    return {};
  }
  for (;;) {
    const int fd = openat(folder.get(), path.c_str() + slash + 1, flags | O_CLOEXEC);
    if (fd >= 0 || errno != EINTR) {
      return above_standard(Fd(fd));
    }
  }
}

std::string read_proc(const Proc& proc, const std::string& path) {
  const Fd file = proc.open_file(path, O_RDONLY | O_NOFOLLOW);
  if (!file || !is_proc(file)) {
    return {};
  }
  std::string text(kLargestFile, '\0');
  const ssize_t size = read_some(file.get(), text.data(), text.size());
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

std::string field_of(const std::string& text, const std::string& key) {
  const std::string lines = "\n" + text;
  const std::size_t at = lines.find("\n" + key + ":");
  if (at == std::string::npos) {
    return {};
  }
  const std::size_t value = at + key.size() + 2;
  return std::string(trimmed(std::string_view(lines).substr(value, lines.find('\n', value) - value)));
}

}  // namespace cel
