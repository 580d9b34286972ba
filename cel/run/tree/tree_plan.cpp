// SPDX-License-Identifier: Apache-2.0
#include "cel/run/tree/tree_plan.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "cel/base/text.h"

namespace cel {
namespace {

using Parts = std::vector<std::string_view>;
using Kind = ArchiveEntry::Kind;

constexpr std::size_t kLongestPath = 4095;  // bytes, as PATH_MAX
constexpr std::size_t kLongestPart = 255;
constexpr std::size_t kDeepest = 128;
constexpr std::size_t kMostStripped = 2;
// By these a root is told, as ceph-container told it.
constexpr auto kTopFolders =
    std::to_array<std::string_view>({"bin", "etc", "lib", "lib64", "opt", "run", "usr", "sbin", "var"});

Error refused(const ArchiveEntry& entry, const std::string& why) {
  return Error{"the archive is refused: " + valid_utf8(entry.path) + " " + why};
}

Parts split(std::string_view path) {
  Parts parts;
  while (!path.empty()) {
    if (const std::string_view part = take_field(path, '/'); !part.empty() && part != ".") {
      parts.push_back(part);
    }
  }
  return parts;
}

std::string join(const Parts& parts, std::size_t first) {
  std::string path;
  for (std::size_t i = first; i < parts.size(); ++i) {
    path += (path.empty() ? "" : "/") + std::string(parts[i]);
  }
  return path;
}

/// Why a path may not be laid below the root, or nothing.
std::optional<std::string> fault_of(std::string_view path, const Parts& parts) {
  if (path.starts_with('/')) {
    return "is absolute";
  }
  if (std::find(parts.begin(), parts.end(), "..") != parts.end()) {
    return "leads out of the tree by ..";
  }
  const bool long_part = std::any_of(parts.begin(), parts.end(),
                                     [](std::string_view part) { return part.size() > kLongestPart; });
  if (path.size() > kLongestPath || parts.size() > kDeepest || long_part) {
    return "is too long or too deep for a path";
  }
  return std::nullopt;
}

std::optional<std::string> fault_of(const ArchiveEntry& entry) {
  if (auto fault = fault_of(entry.path, split(entry.path))) {
    return fault;
  }
  if (entry.kind == Kind::other) {
    return "is a device, a FIFO or a socket";
  }
  if (entry.kind == Kind::file && (entry.mode & (S_ISUID | S_ISGID)) != 0) {
    return "is set-user-id or set-group-id";
  }
  if (entry.kind == Kind::hard_link) {
    return fault_of(entry.target, split(entry.target)) ? std::optional("is a hard link out of the tree")
                                                       : std::nullopt;
  }
  return std::nullopt;
}

/// Whether a symbolic link in a folder of this depth that points there stays below the root. Below another
/// root than / `..` may only come first: after a name it may be that of a link, and lead out.
bool stays_below(std::string_view target, std::size_t depth, bool below_slash) {
  if (target.starts_with('/')) {
    depth = 0;
    if (!below_slash) {
      return false;
    }
  }
  bool named = false;
  for (const std::string_view part : split(target)) {
    if (part == ".." && (depth == 0 || (named && !below_slash))) {
      return false;
    }
    named = named || part != "..";
    depth = part == ".." ? depth - 1 : depth + 1;
  }
  return !target.empty() && target.size() <= kLongestPath;
}

/// How many leading folders to leave out: as many as come before the first level with a root's folder.
std::size_t leading_folders(const std::vector<ArchiveEntry>& entries) {
  std::size_t level = kMostStripped + 1;
  for (const ArchiveEntry& entry : entries) {
    const Parts parts = split(entry.path);
    for (std::size_t i = 0; i < std::min(parts.size(), level); ++i) {
      const bool is_folder = i + 1 < parts.size() || entry.kind == Kind::folder;
      const bool is_top = std::find(kTopFolders.begin(), kTopFolders.end(), parts[i]) != kTopFolders.end();
      // A link such as lib -> usr/lib counts, too.
      level = is_top && (is_folder || entry.kind == Kind::symbolic_link) ? i : level;
    }
  }
  return level > kMostStripped ? 0 : level;
}

}  // namespace

Result<TreePlan> plan_tree(std::vector<ArchiveEntry> entries, bool below_slash) {
  for (const ArchiveEntry& entry : entries) {
    if (const auto fault = fault_of(entry)) {
      return refused(entry, *fault);
    }
  }
  TreePlan plan;
  plan.stripped = leading_folders(entries);
  plan.entries = std::move(entries);
  std::map<std::string_view, Kind> kinds;  // by the paths in the plan, which stay where they are
  for (ArchiveEntry& entry : plan.entries) {
    const Parts parts = split(entry.path);
    std::string path = join(parts, plan.stripped);
    if (path.empty()) {
      if (entry.kind != Kind::folder) {
        plan.left_out.push_back(entry.path);
      }
      entry.kind = Kind::folder;
      entry.path.clear();
      continue;
    }
    if (entry.kind == Kind::symbolic_link &&
        !stays_below(entry.target, parts.size() - plan.stripped - 1, below_slash)) {
      return refused(entry, "is a symbolic link out of the tree");
    }
    if (entry.kind == Kind::hard_link) {
      std::string place = join(split(entry.target), plan.stripped);
      const auto target = kinds.find(place);
      if (target == kinds.end() || target->second == Kind::symbolic_link || target->second == Kind::folder) {
        return refused(entry, "is a hard link to what is no file before it");
      }
      entry.target = std::move(place);
    }
    const auto there = kinds.find(path);
    if (there != kinds.end() && (there->second != Kind::folder || entry.kind != Kind::folder)) {
      return refused(entry, "is there twice");
    }
    entry.path = std::move(path);
    kinds.emplace(entry.path, entry.kind);
  }
  for (const ArchiveEntry& entry : plan.entries) {
    for (std::size_t at = entry.path.find('/'); at != std::string::npos; at = entry.path.find('/', at + 1)) {
      const auto above = kinds.find(std::string_view(entry.path).substr(0, at));
      if (above != kinds.end() && above->second != Kind::folder) {
        return refused(entry, "lies below what is no folder in it");
      }
    }
  }
  return plan;
}

}  // namespace cel
