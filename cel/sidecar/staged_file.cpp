// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/staged_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "cel/base/random.h"
#include "cel/base/replace.h"

namespace cel {
namespace {

int write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write_some(fd, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return errno;
    }
    bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
  }
  return 0;
}

}  // namespace

StagedFile::~StagedFile() {
  if (folder_ && !temporary_.empty()) {
    unlinkat(folder_.get(), temporary_.c_str(), 0);
  }
}

int StagedFile::write(const VolumeFile& file) {
  std::string name = std::string(kPrefix) + random_hex(8);
  const Fd open(
      openat(folder_.get(), name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!open) {
    return errno;
  }
  temporary_ = std::move(name);
  if (const int error = write_all(open.get(), file.bytes)) {
    return error;
  }
  if (fchmod(open.get(), file.mode) != 0 &&
      (!is_refused(errno) || fchmodat(folder_.get(), temporary_.c_str(), file.mode, 0) != 0)) {
    return errno;
  }
  (void)futimens(open.get(), times_of(file).data());  // some file systems keep none
  return 0;
}

int StagedFile::commit() {
  if (const int error = put_in_place(folder_.get(), temporary_, name_of(path_))) {
    return error;
  }
  temporary_.clear();
  return 0;
}

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::array<timespec, 2> times_of(const VolumeFile& file) {
  return {timespec{0, UTIME_OMIT}, timespec{file.changed.value_or(0), file.changed ? 0 : UTIME_OMIT}};
}

}  // namespace cel
