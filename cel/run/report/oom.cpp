// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/oom.h"

#include "cel/base/text.h"
#include "cel/run/process/file.h"
#include "cel/run/process/mount.h"

namespace cel {
namespace {

bool has_word(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    if (take_field(list, ',') == word) {
      return true;
    }
  }
  return false;
}

struct Hierarchy {
  bool of_version_2 = false;
  std::string_view path;
};

/// The one that limits memory: version 1's where it is mounted.
std::optional<Hierarchy> memory_hierarchy(std::string_view cgroup) {
  std::optional<Hierarchy> found;
  while (!cgroup.empty()) {
    std::string_view line = take_field(cgroup, '\n');
    const std::string_view number = take_field(line, ':');
    const std::string_view controllers = take_field(line, ':');
    if (has_word(controllers, "memory")) {
      return Hierarchy{false, line};
    }
    if (number == "0" && controllers.empty()) {
      found = Hierarchy{true, line};
    }
  }
  return found;
}

}  // namespace

std::vector<std::string> oom_counters(std::string_view cgroup, std::string_view mountinfo) {
  std::vector<std::string> files;
  const auto hierarchy = memory_hierarchy(cgroup);
  while (hierarchy && !mountinfo.empty()) {
    const Mount mount = take_mount(mountinfo);
    const bool right = hierarchy->of_version_2 ? mount.type == "cgroup2"
                                               : mount.type == "cgroup" && has_word(mount.options, "memory");
    if (!right) {
      continue;
    }
    const std::string name = hierarchy->of_version_2 ? "/memory.events" : "/memory.oom_control";
    const std::string_view root = mount.root == "/" ? "" : mount.root;
    if (hierarchy->path.starts_with(root)) {
      files.push_back(std::string(mount.point) + std::string(hierarchy->path.substr(root.size())) + name);
    }
    // A container may have nothing but its own cgroup mounted, by a name that it does not know itself.
    files.push_back(std::string(mount.point) + name);
  }
  return files;
}

std::optional<std::uint64_t> oom_kills_in(std::string_view counters) {
  while (!counters.empty()) {
    std::string_view line = take_field(counters, '\n');
    if (take_field(line, ' ') == "oom_kill") {
      return whole_number(line, 0, UINT64_MAX);
    }
  }
  return std::nullopt;
}

void OomKills::start() {
  for (const std::string& file :
       oom_counters(content_of("/proc/self/cgroup"), content_of("/proc/self/mountinfo"))) {
    if (const auto kills = oom_kills_in(content_of(file))) {
      file_ = file;
      before_ = *kills;
      return;
    }
  }
}

std::uint64_t OomKills::count() const {
  const std::uint64_t now = file_.empty() ? 0 : oom_kills_in(content_of(file_)).value_or(0);
  return now > before_ ? now - before_ : 0;
}

}  // namespace cel
