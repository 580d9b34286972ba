// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/file_mark.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "cel/base/text.h"
#include "cel/wire/compress.h"

namespace cel {
namespace {

constexpr std::size_t kLastLine = 64U << 10U;

struct stat status_of(const Fd& file) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) {
    status = {};
  }
  return status;
}

}  // namespace

std::string mark_of(std::string_view head) {
  return std::to_string(head.size()) + ':' + std::to_string(crc32_of(head));
}

std::size_t size_of_mark(const std::string& mark) {
  return whole_number(mark.substr(0, mark.find(':')), 0, kLastLine).value_or(0);
}

std::string head_of(const Fd& file, std::size_t size) {
  std::string head(size, '\0');
  const ssize_t got = pread(file.get(), head.data(), head.size(), 0);
  head.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return head;
}

std::uint64_t inode_of(const Fd& file) { return status_of(file).st_ino; }
std::uint64_t inode_at(const std::string& path, const Storage& storage) {
  const auto status = storage.status(path);
  return status ? status->st_ino : 0;
}
std::uint64_t size_of(const Fd& file) { return static_cast<std::uint64_t>(status_of(file).st_size); }

std::int64_t modified_at(const struct stat& status) {
  return std::int64_t{status.st_mtim.tv_sec} * 1'000'000 + status.st_mtim.tv_nsec / 1000;
}

std::uint64_t offset_of_last_line(const Fd& file) {
  const std::uint64_t size = size_of(file);
  const std::uint64_t from = size - std::min<std::uint64_t>(size, kLastLine);
  std::string end(size - from, '\0');
  const ssize_t got = pread(file.get(), end.data(), end.size(), static_cast<off_t>(from));
  end.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  const std::size_t newline = end.rfind('\n');
  return newline == std::string::npos ? (from == 0 ? 0 : size) : from + newline + 1;
}

}  // namespace cel
