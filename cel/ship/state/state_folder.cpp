// SPDX-License-Identifier: Apache-2.0
#include "cel/ship/state/state_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>

namespace cel {
namespace {

constexpr unsigned kOwnersOnly = 0600;

Error cannot(const char* what, const std::string& path) {
  return Error{std::string("cannot ") + what + " " + path + ": " + errno_text(errno)};
}

}  // namespace

Result<StateFolder> StateFolder::open(const std::string& path) {
  if (const Result<void> made = make_folder(path); !made) {
    return Error{made.error()};
  }
  Fd folder = open_file(path.c_str(), O_RDONLY | O_DIRECTORY);
  if (!folder) {
    return cannot("open", path);
  }
  if (flock(folder.get(), LOCK_EX | LOCK_NB) != 0) {
    return errno == EWOULDBLOCK
               ? Error{path + " belongs to a cel ship that runs: end that one, or name another --state"}
               : cannot("lock", path);
  }
  return StateFolder(path, std::move(folder));
}

Result<void> make_folder(const std::string& path) {
  constexpr unsigned kStateFolderMode = 0700;
  if (mkdir(path.c_str(), kStateFolderMode) != 0 && errno != EEXIST) {
    return cannot("make the folder", path);
  }
  return {};
}

Result<std::string> read_file(const std::string& path) {
  const Fd file = open_file(path.c_str(), O_RDONLY);
  if (!file) {
    return errno == ENOENT ? Result<std::string>(std::string()) : cannot("read", path);
  }
  std::string content;
  std::array<char, 65536> block{};
  for (;;) {
    const ssize_t size = read_some(file.get(), block.data(), block.size());
    if (size < 0) {
      return cannot("read", path);
    }
    if (size == 0) {
      return content;
    }
    content.append(block.data(), static_cast<std::size_t>(size));
  }
}

bool write_whole(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write_some(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

void sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  if (const Fd parent = open_file(folder.c_str(), O_RDONLY | O_DIRECTORY)) {
    fsync(parent.get());
  }
}

Result<void> replace_file(const std::string& path, std::string_view content) {
  const std::string aside = path + ".new";
  const Fd file = open_file(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC, kOwnersOnly);
  if (!file || !write_whole(file.get(), content) || fsync(file.get()) != 0 ||
      std::rename(aside.c_str(), path.c_str()) != 0) {
    return cannot("write", path);
  }
  sync_folder_of(path);
  return {};
}

}  // namespace cel
