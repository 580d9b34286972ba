// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/storage.h"

#include <dirent.h>
#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "cel/source/logs/open_beneath.h"

namespace cel {
namespace {

constexpr int kToRead = O_RDONLY | O_NONBLOCK | O_NOCTTY;
constexpr int kFolder = O_RDONLY | O_NONBLOCK | O_DIRECTORY;

std::optional<std::vector<std::string>> names_in(const Fd& folder, std::size_t most) {
  const int descriptor = fcntl(folder.get(), F_DUPFD_CLOEXEC, 3);
  const std::unique_ptr<DIR, int (*)(DIR*)> entries(descriptor < 0 ? nullptr : fdopendir(descriptor),
                                                    closedir);
  if (!entries) {
    return std::nullopt;
  }
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = names.size() < most ? readdir(entries.get()) : nullptr) {
    const std::string name = static_cast<const char*>(entry->d_name);
    if (name != "." && name != "..") {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

Storage Storage::own(std::string path) {
  Storage storage;
  storage.path_ = std::move(path);
  return storage;
}

Storage Storage::of_container(Fd root) {
  Storage storage;
  storage.root_ = std::make_shared<const Fd>(std::move(root));
  storage.is_container_ = true;
  return storage;
}

Result<Storage> Storage::of_user(const std::string& home, const std::string& below) {
  Storage storage;
  storage.path_ = home + "/" + below;
  const Fd folder = open_file(home.c_str(), O_PATH | O_DIRECTORY);
  struct stat status {};
  if (!folder || fstat(folder.get(), &status) != 0) {
    return Error{};
  }
  storage.owner_ = status.st_uid;
  Fd root = open_beneath(folder, below, O_PATH | O_DIRECTORY, LinksWithin::followed);
  if (!root && (errno == ENOENT || errno == ENOTDIR || errno == EACCES)) {
    return Error{};
  }
  if (!root || fstat(root.get(), &status) != 0 || status.st_uid != storage.owner_) {
    return Error{storage.path_ + " is left out, since it leads out of " + home +
                 " or belongs to another user; name it to read it"};
  }
  storage.root_ = std::make_shared<const Fd>(std::move(root));
  return storage;
}

Result<Storage> Storage::of_folder(const std::string& home,
                                   const std::function<std::string(uid_t owner)>& path_of) {
  Storage storage;
  struct stat status {};
  if (stat(home.c_str(), &status) != 0) {
    return Error{};
  }
  storage.owner_ = status.st_uid;
  storage.path_ = path_of(storage.owner_);
  Fd root = open_file(storage.path_.c_str(), O_PATH | O_DIRECTORY);
  if (!root || fstat(root.get(), &status) != 0) {
    return Error{};
  }
  if (status.st_uid != storage.owner_) {
    return Error{storage.path_ + " is left out, since it does not belong to who has " + home +
                 "; name it to read it"};
  }
  storage.root_ = std::make_shared<const Fd>(std::move(root));
  return storage;
}

Fd Storage::open_below(const std::string& path, int flags) const {
  if (!root_) {
    return open_file(path.c_str(), flags);
  }
  if (is_container_) {
    return open_in_root(*root_, path, flags);
  }
  if (!path.starts_with(path_ + "/")) {
    errno = EXDEV;
    return {};
  }
  return open_beneath(*root_, path.substr(path_.size() + 1), flags, LinksWithin::refused);
}

bool Storage::is_readable_here(const struct stat& status) const {
  return S_ISREG(status.st_mode) && (!root_ || is_container_ || status.st_uid == owner_);
}

Fd Storage::open(const std::string& path) const {
  Fd file = open_below(path, kToRead);
  struct stat status {};
  if (!file || fstat(file.get(), &status) != 0) {
    return {};
  }
  if (!is_readable_here(status)) {
    errno = S_ISREG(status.st_mode) ? EACCES : S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    return {};
  }
  return file;
}

std::optional<struct stat> Storage::status(const std::string& path) const {
  const Fd file = open_below(path, O_PATH);
  struct stat status {};
  if (!file || fstat(file.get(), &status) != 0 || !is_readable_here(status)) {
    return std::nullopt;
  }
  return status;
}

Fd Storage::open_folder(const std::string& path) const { return open_below(path, O_PATH | O_DIRECTORY); }

std::optional<std::vector<std::string>> Storage::names(const std::string& folder) const {
  const Fd opened = open_below(folder, kFolder);
  return opened ? names_in(opened, most_names()) : std::nullopt;
}

}  // namespace cel
