// SPDX-License-Identifier: Apache-2.0
#include "cel/run/process/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "cel/base/fd.h"

namespace cel {
namespace {

/// The file, if it is a regular one; else none, and errno set.
Fd open_regular(const std::string& path) {
  Fd file = open_file(path.c_str(), O_RDONLY | O_NONBLOCK);  // which a FIFO must not stop
  struct stat status {};
  if (!file || fstat(file.get(), &status) != 0) {
    return {};
  }
  if (!S_ISREG(status.st_mode)) {
    errno = S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return {};
  }
  return file;
}

/// Stops once there are more than `limit` bytes; false, with errno set, when they cannot be read.
bool read_all(const Fd& file, std::size_t limit, std::string& content) {
  std::array<char, 4096> piece{};
  ssize_t size = file ? 1 : -1;
  while (size > 0 && content.size() <= limit) {
    size = read(file.get(), piece.data(), piece.size());
    content.append(piece.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  }
  return size >= 0;
}

}  // namespace

std::string content_of(const std::string& path) {
  std::string content;
  read_all(open_file(path.c_str(), O_RDONLY), std::string::npos - 1, content);
  return content;
}

std::string start_of_file(const std::string& path) {
  const Fd file = open_regular(path);
  std::array<char, 256> start{};
  const ssize_t size = file ? read(file.get(), start.data(), start.size()) : 0;
  return {start.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

std::optional<std::string> content_of_file(const std::string& path, std::size_t limit) {
  const Fd file = open_regular(path);
  std::string content;
  if (!read_all(file, limit, content)) {
    return std::nullopt;
  }
  if (content.size() > limit) {
    errno = EFBIG;
    return std::nullopt;
  }
  return content;
}

}  // namespace cel
