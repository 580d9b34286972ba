// SPDX-License-Identifier: Apache-2.0
#include "cel/run/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>

#include "cel/base/fd.h"

namespace cel {

std::string content_of(const std::string& path) {
  const Fd file = open_file(path.c_str(), O_RDONLY);
  std::string content;
  std::array<char, 4096> piece{};
  ssize_t size = 0;
  while (file && (size = read(file.get(), piece.data(), piece.size())) > 0) {
    content.append(piece.data(), static_cast<std::size_t>(size));
  }
  return content;
}

}  // namespace cel
