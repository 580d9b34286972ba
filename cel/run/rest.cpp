// SPDX-License-Identifier: Apache-2.0
#include "cel/run/rest.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>

#include "cel/base/fd.h"

namespace cel {
namespace {

/// What the file holds; empty where there is no such file, as without /proc.
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

}  // namespace

void signal_rest(int signal, pid_t group) {
  if (getpid() == 1) {
    kill(-1, signal);
    return;
  }
  if (group > 0) {
    kill(-group, signal);
  }
  const std::string self = std::to_string(getpid());
  const std::string children = content_of("/proc/" + self + "/task/" + self + "/children");
  const char* at = children.c_str();
  for (char* end = nullptr;; at = end) {
    const long pid = std::strtol(at, &end, 10);
    if (end == at) {
      return;
    }
    kill(static_cast<pid_t>(pid), signal);
  }
}

}  // namespace cel
