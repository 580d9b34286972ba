// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/peers.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/proc.h"
#include "cel/base/text.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostPeers = 256;
constexpr std::size_t kMostMatches = 4096;

std::vector<pid_t> processes() {
  std::vector<pid_t> all;
  std::error_code ignored;
  for (fs::directory_iterator entry("/proc", ignored), end; !ignored && entry != end;
       entry.increment(ignored)) {
    if (const auto pid = whole_number(entry->path().filename().string(), 1, 1U << 30U)) {
      all.push_back(static_cast<pid_t>(*pid));
    }
  }
  std::sort(all.begin(), all.end());
  return all;
}

/// What /proc/PID/status says after a key; everybody may read it.
std::string status_field(pid_t process, const std::string& key) {
  std::ifstream status("/proc/" + std::to_string(process) + "/status");
  return field_of(std::string(std::istreambuf_iterator<char>(status), {}), key);
}

/// The process that holds a pod's namespaces together has nothing to read.
bool is_infrastructure(std::string_view name) { return name == "pause" || name == "catatonit"; }

/// proc(5): a root may be looked at by who may ptrace(2) the process, which the same user and group may.
std::string why_refused(pid_t process, const std::string& name) {
  const std::string uid = status_field(process, "Uid");
  const std::string gid = status_field(process, "Gid");
  const std::string user = uid.substr(0, uid.find('\t'));
  const std::string group = gid.substr(0, gid.find('\t'));
  return "cannot read the files of process " + std::to_string(process) + " (" + name +
         "), which runs as user " + user + " and group " + group +
         ": give cel's container the securityContext runAsUser: " + user + ", runAsGroup: " + group +
         ", or runAsUser: 0 with capabilities: {add: [SYS_PTRACE]}";
}

/// Adds the files in `folder` that match the rest of a pattern.
void add_matching(const Storage& files, const std::string& folder, std::string_view pattern,
                  std::vector<std::string>& found) {
  pattern.remove_prefix(std::min(pattern.find_first_not_of('/'), pattern.size()));
  const std::string part(take_field(pattern, '/'));
  const bool is_last = pattern.empty();
  const auto names = part.find_first_of("*?[\\") == std::string::npos
                         ? std::optional(std::vector{part})
                         : files.names(folder.empty() ? "/" : folder);
  for (const std::string& name : names.value_or(std::vector<std::string>())) {
    std::string path = folder;
    path.append("/").append(name);
    if (name != part && fnmatch(part.c_str(), name.c_str(), FNM_PERIOD) != 0) {
      continue;
    }
    if (found.size() >= kMostMatches) {
      return;
    }
    if (!is_last) {
      add_matching(files, path, pattern, found);
    } else if (files.status(path)) {
      found.push_back(path);
    }
  }
}

}  // namespace

PeerRoots find_peers() {
  PeerRoots peers;
  struct stat status {};
  if (stat("/", &status) != 0) {
    return peers;
  }
  std::set<std::pair<dev_t, ino_t>> known{{status.st_dev, status.st_ino}};
  for (const pid_t process : processes()) {
    const std::string root = "/proc/" + std::to_string(process) + "/root";
    Fd folder = open_file(root.c_str(), O_PATH | O_DIRECTORY);
    if (!folder || fstat(folder.get(), &status) != 0) {
      const bool is_refused = errno == EACCES || errno == EPERM;
      std::string name = is_refused && peers.refused.empty() ? status_field(process, "Name") : "";
      if (!name.empty() && !is_infrastructure(name)) {
        peers.refused = why_refused(process, name);
      }
      continue;
    }
    if (peers.found.size() < kMostPeers && known.insert({status.st_dev, status.st_ino}).second) {
      peers.found.push_back({{status.st_dev, status.st_ino},
                             process,
                             status_field(process, "Name"),
                             Storage::of_container(std::move(folder))});
    }
  }
  return peers;
}

std::vector<std::string> matching_files(const Storage& files, const std::string& pattern) {
  std::vector<std::string> found;
  add_matching(files, "", pattern, found);
  return found;
}

}  // namespace cel
