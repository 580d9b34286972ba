// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/volume.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <memory>
#include <utility>

#include "cel/base/replace.h"
#include "cel/base/sha256.h"
#include "cel/base/text.h"

namespace cel {
namespace {

constexpr int kFolder = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr std::time_t kAbandoned = 600;  // seconds, longer than any installation writes one file
constexpr unsigned kRunMode = 01777;

/// Returns whether the file belongs to this program's user or root, and nobody else may write to it.
bool is_own(const struct stat& status) {
  return (status.st_uid == geteuid() || status.st_uid == 0) && (status.st_mode & 022U) == 0;
}

/// Opens the folder `name` in `parent`, and makes it with `mode` if it does not exist. Returns an empty Fd,
/// with errno set, on failure. On a read-only file system the folder must exist.
Fd make_folder(const Fd& parent, const char* name, unsigned mode) {
  const int failed = mkdirat(parent.get(), name, mode) != 0 ? errno : 0;
  if (failed != 0 && failed != EEXIST && failed != EROFS) {
    return {};
  }
  Fd folder(openat(parent.get(), name, kFolder));
  if (!folder && errno == ENOENT && failed == EROFS) {
    errno = EROFS;
  }
  return folder;
}

}  // namespace

Result<Volume> Volume::open(const std::string& path) {
  if (mkdir(path.c_str(), 0755) != 0 && errno != EEXIST && errno != EROFS) {
    return Error{fmt::format("cannot make the folder {}: {}", path, errno_text(errno))};
  }
  Fd folder = open_file(path.c_str(), O_RDONLY | O_DIRECTORY);
  if (!folder) {
    return Error{fmt::format("cannot open the volume {}: {}: mount one there", path, errno_text(errno))};
  }
  return Volume(path, std::move(folder));
}

Fd Volume::open_folder_of(const std::string& path, bool make) const {
  Fd folder(openat(folder_.get(), ".", kFolder));
  std::size_t start = 0;
  for (std::size_t end = path.find('/'); folder && end != std::string::npos; end = path.find('/', start)) {
    const std::string name = path.substr(start, end - start);
    folder = make ? make_folder(folder, name.c_str(), 0755) : Fd(openat(folder.get(), name.c_str(), kFolder));
    start = end + 1;
  }
  return folder;
}

/// Opens the regular file at `path` and fills in its status. Returns an empty Fd if it has more than `limit`
/// bytes.
Fd Volume::open_file_at(const std::string& path, std::size_t limit, struct stat& status) const {
  const Fd folder = open_folder_of(path, false);
  // O_NONBLOCK: opening a FIFO in the file's place must not block.
  Fd file(openat(folder.get(), name_of(path).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  const bool fits = folder && file && fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode) &&
                    static_cast<std::size_t>(status.st_size) <= limit;
  return fits ? std::move(file) : Fd();
}

std::optional<Volume::Digest> Volume::digest_of_own(const std::string& path, std::size_t limit) const {
  struct stat status {};
  const Fd file = open_file_at(path, limit, status);
  if (!file || !is_own(status)) {
    return std::nullopt;
  }
  Sha256 hash;
  Digest digest;
  std::array<char, 65536> piece;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled before it is read
  for (ssize_t count = 1; count > 0;) {
    count = read_some(file.get(), piece.data(), piece.size());
    if (count < 0 || (digest.size += static_cast<std::size_t>(count)) > limit) {
      return std::nullopt;
    }
    hash.add({piece.data(), static_cast<std::size_t>(count)});
  }
  digest.sha256 = hex(hash.digest().data(), Sha256Digest().size());
  return digest;
}

std::optional<std::string> Volume::read_own(const std::string& path, std::size_t limit) const {
  struct stat status {};
  const Fd file = open_file_at(path, limit, status);
  return file && is_own(status) ? read(path, limit) : std::nullopt;
}

std::optional<std::string> Volume::read(const std::string& path, std::size_t limit) const {
  struct stat status {};
  const Fd file = open_file_at(path, limit, status);
  if (!file) {
    return std::nullopt;
  }
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t count = read_some(file.get(), bytes.data() + size, bytes.size() - size);
    if (count <= 0) {
      return std::nullopt;
    }
    size += static_cast<std::size_t>(count);
  }
  return bytes;
}

bool Volume::holds(const VolumeFile& file) const {
  const Fd folder = open_folder_of(file.path, false);
  struct stat status {};
  return folder && fstatat(folder.get(), name_of(file.path).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISREG(status.st_mode) && is_own(status) && (status.st_mode & 07777U) == file.mode &&
         static_cast<std::size_t>(status.st_size) == file.bytes.size() &&
         read(file.path, file.bytes.size()) == file.bytes;
}

void Volume::date(const VolumeFile& file) const {
  const Fd folder = open_folder_of(file.path, false);
  struct stat status {};
  if (file.changed && fstatat(folder.get(), name_of(file.path).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
      status.st_mtime != *file.changed) {
    (void)utimensat(folder.get(), name_of(file.path).c_str(), times_of(file).data(), AT_SYMLINK_NOFOLLOW);
  }
}

bool Volume::is_socket(const std::string& path) const {
  const Fd folder = open_folder_of(path, false);
  struct stat status {};
  return folder && fstatat(folder.get(), name_of(path).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISSOCK(status.st_mode);
}

Result<StagedFile> Volume::stage(const VolumeFile& file) const {
  Fd folder = open_folder_of(file.path, true);
  if (!folder) {
    return cannot("make the folder of", file.path, errno);
  }
  StagedFile staged(std::move(folder), file.path);
  if (const int error = staged.write(file)) {
    return cannot("write", file.path, error);
  }
  return staged;
}

int Volume::sync() const {
  if (syncfs(folder_.get()) == 0) {
    return 0;
  }
  const int error = errno;
  if (!is_refused(error)) {
    return error;
  }
  ::sync();  // all file systems: a seccomp profile refuses to write out one alone
  return 0;
}

Result<void> Volume::remove(const std::string& path) const {
  const Fd folder = open_folder_of(path, false);
  if (!folder) {
    return errno == ENOENT ? Result<void>() : cannot("remove", path, errno);
  }
  if (const int error = clear_place(folder.get(), name_of(path))) {
    return cannot("remove", path, error);
  }
  std::string parent = path;
  for (std::size_t slash = parent.rfind('/'); slash != std::string::npos; slash = parent.rfind('/')) {
    parent.resize(slash);
    const Fd above = open_folder_of(parent, false);
    if (!above || unlinkat(above.get(), name_of(parent).c_str(), AT_REMOVEDIR) != 0) {
      break;
    }
  }
  return {};
}

void Volume::sweep(const std::string& path) const {
  const Fd folder = open_folder_of(path, false);
  const std::unique_ptr<DIR, int (*)(DIR*)> names(folder ? fdopendir(dup(folder.get())) : nullptr, closedir);
  const std::time_t now = std::time(nullptr);
  while (const dirent* entry = names ? readdir(names.get()) : nullptr) {  // NOLINT: one thread
    const char* name = static_cast<const char*>(entry->d_name);
    struct stat status {};
    if (std::string_view(name).starts_with(StagedFile::kPrefix) &&
        fstatat(folder.get(), name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
        now - status.st_ctime > kAbandoned) {  // st_mtime may come from another machine
      unlinkat(folder.get(), name, 0);
    }
  }
}

Result<Fd> Volume::open_run() const {
  Fd run = make_folder(folder_, "run", 0777);
  struct stat status {};
  if (!run || fstat(run.get(), &status) != 0) {
    return cannot("make the folder", "run", errno);
  }
  if ((status.st_mode & 07777U) != kRunMode && status.st_uid == geteuid()) {
    fchmod(run.get(), kRunMode);
  }
  return run;
}

Error Volume::cannot(std::string_view what, const std::string& path, int error) const {
  std::string hint;
  switch (error) {
    case EACCES:
    case EPERM:
      hint = fmt::format(": make the volume writable for uid {} gid {}", geteuid(), getegid());
      break;
    case EROFS:
      hint = ": mount the volume writable in this container";
      break;
    case ENOSPC:
    case EDQUOT:
      hint = ": make the volume larger";
      break;
    case ELOOP:
    case ENOTDIR:
    case EISDIR:
      hint = ": something else is in its place; remove it";
      break;
    default:
      break;
  }
  return Error{fmt::format("cannot {} {}/{}: {}{}", what, path_, path, errno_text(error), hint)};
}

}  // namespace cel
