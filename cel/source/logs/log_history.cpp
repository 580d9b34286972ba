// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/log_history.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

#include "cel/source/logs/log_files.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr int kMostLooks = 8;  // at a folder that changes all the time

/// Of names in a folder, those of one log's files, oldest first.
std::vector<std::string> names_of_log(std::vector<std::string> names, const std::string& own) {
  if (std::find(names.begin(), names.end(), own) == names.end()) {
    names.push_back(own);
  }
  for (std::vector<std::string>& log : group_rotated(names)) {
    if (std::find(log.begin(), log.end(), own) != log.end()) {
      const std::set<std::string> all(log.begin(), log.end());
      std::erase_if(log, [&](const std::string& name) {
        const std::string plain = without_compression(name);
        return plain != name && all.contains(plain);
      });
      return std::move(log);
    }
  }
  return {own};
}

std::vector<KeptFile> files_now(const fs::path& real, const Storage& storage) {
  std::vector<KeptFile> files;
  const fs::path folder = real.parent_path();
  const std::string own = real.filename();
  for (const std::string& name :
       names_of_log(storage.names(folder).value_or(std::vector<std::string>()), own)) {
    const std::string path = folder / name;
    if (const auto status = storage.status(path)) {
      files.push_back({path, status->st_ino, static_cast<std::uint64_t>(status->st_size),
                       modified_at(*status), name != own && is_compressed(path, storage)});
    }
  }
  return files;
}

}  // namespace

LogHistory::LogHistory(const std::string& path, const Storage& storage) : storage_(storage) {
  std::error_code ignored;
  const fs::path real = storage.is_another_users() ? fs::path(path) : fs::weakly_canonical(path, ignored);
  std::vector<KeptFile> before;
  for (int looks = 0; looks < kMostLooks; ++looks) {
    files_ = files_now(real, storage);
    // Names are read one by one: amid a rotation a file can be missed, or be there by two names.
    if (looks > 0 && std::equal(files_.begin(), files_.end(), before.begin(), before.end(),
                                [](const KeptFile& one, const KeptFile& other) {
                                  return one.path == other.path && one.inode == other.inode;
                                })) {
      return;
    }
    before = files_;
  }
}

bool LogHistory::has_head(const KeptFile& file, const std::string& head) const {
  const std::size_t size = size_of_mark(head);
  if (!file.compressed) {
    return mark_of(head_of(storage_.open(file.path), size)) == head;
  }
  const auto input = open_log(file.path, 0, storage_);
  std::string bytes(size, '\0');
  std::size_t there = 0;
  while (input && there < size) {
    const Result<std::size_t> got = (*input)->read(bytes.data() + there, size - there);
    if (!got || *got == 0) {
      return false;
    }
    there += *got;
  }
  return input && mark_of(bytes) == head;
}

/// Whether a rotated file was written to after `modified`.
bool LogHistory::has_changed_since(std::int64_t modified) const {
  return std::any_of(files_.begin(), files_.empty() ? files_.end() : std::prev(files_.end()),
                     [&](const KeptFile& file) { return file.modified > modified; });
}

std::vector<KeptFile> LogHistory::marked(const FileMark& mark, std::uint64_t size, std::uint64_t but) const {
  std::vector<KeptFile> alike;
  const bool has_begun = size_of_mark(mark.head) > 0;
  for (const KeptFile& file : files_) {
    const bool is_it = file.inode == mark.inode && mark.inode != 0;
    if ((but != 0 && file.inode == but) || (!file.compressed && file.size < size) || (!is_it && !has_begun) ||
        !has_head(file, mark.head)) {
      continue;
    }
    if (!is_it) {
      alike.push_back(file);
    } else if (has_begun || !(file == files_.back()) || !has_changed_since(mark.modified)) {
      // Unless it was compressed since, and another file has got its inode number.
      std::erase_if(
          alike, [&](const KeptFile& other) { return !other.compressed || other.modified < mark.modified; });
      alike.push_back(file);
      return alike;
    }  // else it was empty, and what was written to it since then may be in a copy
  }
  std::stable_partition(alike.begin(), alike.end(),
                        [&](const KeptFile& file) { return file.modified >= mark.modified; });
  return alike;
}

std::vector<KeptFile> LogHistory::since(std::int64_t modified) const {
  return {std::find_if(files_.begin(), files_.end(),
                       [&](const KeptFile& file) { return file.modified >= modified; }),
          files_.end()};
}

LogHistory::Followers LogHistory::after(const FileMark& mark) const {
  auto at = std::find_if(files_.begin(), files_.end(),
                         [&](const KeptFile& file) { return file.inode == mark.inode; });
  if (at == files_.end() && size_of_mark(mark.head) > 0) {  // it was removed, or compressed
    at = std::find_if(files_.begin(), files_.end(), [&](const KeptFile& file) {
      return file.compressed && file.modified >= mark.modified && has_head(file, mark.head);
    });
  }
  if (at != files_.end()) {
    return {{std::next(at), files_.end()}, true};
  }
  at = std::find_if(files_.begin(), files_.end(),
                    [&](const KeptFile& file) { return file.modified >= mark.modified; });
  at -= at == files_.end() && !files_.empty() ? 1 : 0;  // an older file was put in its place
  return {{at, files_.end()}, false};
}

}  // namespace cel
