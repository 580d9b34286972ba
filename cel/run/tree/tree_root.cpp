// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/tree_root.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <optional>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

constexpr int kFolder = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
constexpr int kMostLinks = 40;  // as the kernel's own
constexpr mode_t kFolderMode = 0755;

/// Where a symbolic link points to; nothing if this is none.
std::optional<std::string> link_target(int folder, const std::string& name) {
  std::array<char, PATH_MAX> target{};
  const ssize_t size = readlinkat(folder, name.c_str(), target.data(), target.size());
  return size > 0 ? std::optional(std::string(target.data(), static_cast<std::size_t>(size))) : std::nullopt;
}

/// Takes the first part off a path.
std::string take_part(std::string& path) {
  const std::size_t start = std::min(path.find_first_not_of('/'), path.size());
  const std::size_t end = std::min(path.find('/', start), path.size());
  std::string part = path.substr(start, end - start);
  path.erase(0, end);
  return part;
}

std::string path_of(const std::vector<std::string>& names, const std::string& last) {
  std::string path;
  for (const std::string& name : names) {
    path += name + "/";
  }
  return path + last;
}

}  // namespace

std::string parent_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? "" : path.substr(0, slash));
}

std::string name_of(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

Result<TreeRoot> TreeRoot::open(const std::string& path) {
  Fd root(::open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!root) {
    return Error{"the tree has no place: " + valid_utf8(path) + ": " + errno_text(errno)};
  }
  return TreeRoot(above_standard(std::move(root)), path == "/");
}

Fd TreeRoot::folder(std::string_view path, std::vector<std::string>* made, std::size_t* depth) const {
  std::vector<Fd> way;  // from below the root to where we are
  std::vector<std::string> names;
  std::string rest(path);
  int links = 0;
  for (std::string part = take_part(rest); !part.empty(); part = take_part(rest)) {
    if (part == "." || part == "..") {
      if (part == ".." && !way.empty()) {
        way.pop_back();
        names.pop_back();
      }
      continue;
    }
    const int here = way.empty() ? root_.get() : way.back().get();
    Fd next(openat(here, part.c_str(), kFolder));
    if (!next && errno == ENOENT && made != nullptr && mkdirat(here, part.c_str(), kFolderMode) == 0) {
      next = Fd(openat(here, part.c_str(), kFolder));
      made->push_back(path_of(names, part));
    }
    if (!next && (errno == ENOTDIR || errno == ELOOP)) {
      const auto target = link_target(here, part);
      if (!target || ++links > kMostLinks) {
        errno = target ? ELOOP : ENOTDIR;
        return {};
      }
      if (target->front() == '/') {
        way.clear();
        names.clear();
      }
      rest.insert(0, *target + "/");
      continue;
    }
    if (!next) {
      return {};
    }
    way.push_back(std::move(next));
    names.push_back(std::move(part));
  }
  if (depth != nullptr) {
    *depth = way.size();
  }
  return way.empty() ? Fd(openat(root_.get(), ".", kFolder)) : std::move(way.back());
}

}  // namespace cel
