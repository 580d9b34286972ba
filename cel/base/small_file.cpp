// SPDX-License-Identifier: Apache-2.0
#include "cel/base/small_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "cel/base/fd.h"

namespace cel {

Result<std::optional<std::string>> read_small_file(const std::string& path, std::size_t largest) {
  const Fd file = open_file(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY);
  if (!file) {
    return errno == ENOENT || errno == ENOTDIR
               ? Result<std::optional<std::string>>(std::optional<std::string>())
               : Error{"cannot read " + path + ": " + errno_text(errno)};
  }
  Result<std::string> text = read_small_file(file.get(), path, largest);
  return text ? Result<std::optional<std::string>>(std::optional<std::string>(std::move(*text)))
              : Error{text.error()};
}

Result<std::string> read_small_file(int file, const std::string& path, std::size_t largest) {
  struct stat status {};
  if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
    return Error{path + " is no regular file"};
  }
  std::string text;
  for (;;) {
    constexpr std::size_t kSmallPiece = 64U << 10U;
    const std::size_t before = text.size();
    text.resize(before + kSmallPiece);
    const ssize_t taken = pread(file, text.data() + before, kSmallPiece, static_cast<off_t>(before));
    if (taken < 0 && errno != EINTR) {
      return Error{"cannot read " + path + ": " + errno_text(errno)};
    }
    text.resize(before + (taken < 0 ? 0 : static_cast<std::size_t>(taken)));
    if (taken == 0) {
      return text;
    }
    if (text.size() > largest) {
      return Error{path + " has more than " + std::to_string(largest) + " bytes"};
    }
  }
}

}  // namespace cel
