// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "cel/base/fd.h"
#include "cel/reader/html/page.h"

namespace cel::html {
namespace {

constexpr unsigned kMode = 0600;  // a page holds programs' variables

Error cannot_write(const std::string& path, int error) {
  return Error{fmt::format("{} cannot be written: {}", path, errno_text(error))};
}

/// errno, or 0.
int write_all(const Fd& file, std::string_view rest) {
  while (!rest.empty()) {
    const ssize_t written = write(file.get(), rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return errno;
    }
  }
  return 0;
}

Result<void> write_in_place(const std::string& path, const std::string& content) {
  const Fd file = open_file(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOCTTY, kMode);
  const int error = file ? write_all(file, content) : errno;
  return error == 0 ? Result<void>() : cannot_write(path, error);
}

}  // namespace

Result<void> write_page(const std::string& path, const std::string& content) {
  struct stat old {};
  const bool exists = lstat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode)) {
    return write_in_place(path, content);  // a pipe, a device, a link such as /dev/stdout
  }
  const std::string aside = fmt::format("{}.{}.new", path, getpid());
  const Fd file = open_file(aside.c_str(), O_WRONLY | O_CREAT | O_EXCL, kMode);
  if (!file) {
    return exists ? write_in_place(path, content) : cannot_write(path, errno);
  }
  int error = write_all(file, content);
  if (error == 0 && exists && fchmod(file.get(), old.st_mode & 0777U) != 0) {
    error = errno;
  }
  if (error == 0 && std::rename(aside.c_str(), path.c_str()) != 0) {
    error = errno;
  }
  if (error != 0) {
    unlink(aside.c_str());
    return cannot_write(path, error);
  }
  return {};
}

}  // namespace cel::html
