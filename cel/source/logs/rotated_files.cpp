// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/rotated_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <vector>

#include "cel/base/text.h"
#include "cel/source/logs/log_files.h"
#include "cel/wire/compress.h"

namespace cel {
namespace {

constexpr std::size_t kLastLine = 64U << 10U;

struct stat status_at(const std::string& path, const Storage& storage) {
  struct stat none {};
  return storage.status(path).value_or(none);
}

struct stat status_of(const Fd& file) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) {
    status = {};
  }
  return status;
}

/// The files of a log that can be read from any offset, oldest first. The log itself may just be missing.
std::vector<std::string> files_of(const std::string& path, const Storage& storage) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  const fs::path real = storage.is_another_users() ? fs::path(path) : fs::weakly_canonical(path, ignored);
  const std::string own = real.filename();
  std::vector<std::string> names = storage.names(real.parent_path()).value_or(std::vector<std::string>());
  if (std::find(names.begin(), names.end(), own) == names.end()) {
    names.push_back(own);
  }
  std::vector<std::string> files;
  for (const std::vector<std::string>& log : group_rotated(names)) {
    if (std::find(log.begin(), log.end(), own) != log.end()) {
      for (const std::string& name : log) {
        files.push_back(real.parent_path() / name);
      }
    }
  }
  std::erase_if(
      files, [&](const std::string& file) { return !storage.status(file) || is_compressed(file, storage); });
  return files;
}

}  // namespace

std::string mark_of(std::string_view head) {
  return std::to_string(head.size()) + ':' + std::to_string(crc32_of(head));
}

std::string head_of(const Fd& file, std::size_t size) {
  std::string head(size, '\0');
  const ssize_t got = pread(file.get(), head.data(), head.size(), 0);
  head.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return head;
}

std::uint64_t inode_of(const Fd& file) { return status_of(file).st_ino; }
std::uint64_t inode_at(const std::string& path, const Storage& storage) {
  return status_at(path, storage).st_ino;
}
std::uint64_t size_of(const Fd& file) { return static_cast<std::uint64_t>(status_of(file).st_size); }

std::uint64_t offset_of_last_line(const Fd& file) {
  const std::uint64_t size = size_of(file);
  const std::uint64_t from = size - std::min<std::uint64_t>(size, kLastLine);
  std::string end(size - from, '\0');
  const ssize_t got = pread(file.get(), end.data(), end.size(), static_cast<off_t>(from));
  end.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  const std::size_t newline = end.rfind('\n');
  return newline == std::string::npos ? (from == 0 ? 0 : size) : from + newline + 1;
}

std::string find_marked(const std::string& path, const FileMark& mark, std::uint64_t size, const Fd* but,
                        const Storage& storage) {
  const std::uint64_t bytes =
      whole_number(mark.head.substr(0, mark.head.find(':')), 0, kLastLine).value_or(0);
  std::string alike;
  for (const std::string& name : files_of(path, storage)) {
    const Fd file = storage.open(name);
    if (!file || size_of(file) < size || (but != nullptr && inode_of(file) == inode_of(*but)) ||
        mark_of(head_of(file, bytes)) != mark.head) {
      continue;
    }
    if (inode_of(file) == mark.inode) {
      return name;
    }
    alike = bytes > 0 ? name : alike;
  }
  return alike;
}

std::string oldest_readable(const std::string& path, const Storage& storage) {
  const std::vector<std::string> files = files_of(path, storage);
  return files.empty() ? path : files.front();
}

std::string successor(const std::string& path, const Fd& file, const Storage& storage) {
  const struct stat old = status_of(file);
  const std::vector<std::string> files = files_of(path, storage);
  auto next = std::find_if(files.begin(), files.end(),
                           [&](const std::string& name) { return inode_at(name, storage) == old.st_ino; });
  if (next != files.end()) {
    ++next;
  } else {  // it was removed, or compressed
    next = std::find_if(files.begin(), files.end(), [&](const std::string& name) {
      return status_at(name, storage).st_mtime >= old.st_mtime;
    });
    next -= next == files.end() && !files.empty() ? 1 : 0;  // an older file was put in its place
  }
  return next != files.end() && status_at(*next, storage).st_size > 0 ? *next : "";
}

}  // namespace cel
