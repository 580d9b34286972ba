// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/container.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "cel/base/fd.h"
#include "cel/base/file_status.h"
#include "cel/base/proc.h"
#include "cel/base/text.h"

namespace cel {
namespace {

bool same_file(const std::string& a, const std::string& b) {
  struct stat of_a {};
  struct stat of_b {};
  return stat(a.c_str(), &of_a) == 0 && stat(b.c_str(), &of_b) == 0 && is_same_file(of_a, of_b);
}

/// Returns whether /proc is of a process namespace that this program is in. After setns(2) into the mounts of
/// another container it is not, and that container's PID 1 has the same root as this program.
bool knows_this_program() {
  struct stat status {};
  return stat("/proc/self", &status) == 0;  // follows the link, which leads nowhere then
}

/// Returns the value of `key:` in /proc/PID/status, or an empty string. Any process may read it, unless /proc
/// hides those of other users.
std::string status_field(const std::string& pid, const std::string& key) {
  const Fd file = open_file(("/proc/" + pid + "/status").c_str(), O_RDONLY);
  std::string text(4096, '\0');
  const ssize_t size = file ? read_some(file.get(), text.data(), text.size()) : 0;
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return field_of(text, key);
}

/// Returns the first of the four ids in a Uid or Gid line.
std::string real_id(const std::string& pid, const std::string& key) {
  const std::string ids = status_field(pid, key);
  return ids.substr(0, ids.find('\t'));
}

/// Returns whether a pipe of owner `uid` may be the container's own: the engine gives it to PID 1's user, or
/// it has an owner that this user namespace does not know.
bool made_for_pid1(uid_t uid) {
  constexpr uid_t kOverflowUid = 65534;
  const std::string pid1 = real_id("1", "Uid");
  return uid == kOverflowUid || pid1.empty() || pid1 == std::to_string(uid);
}

}  // namespace

bool in_same_container(const std::string& pid) {
  if (!knows_this_program()) {
    return false;
  }
  return same_file("/proc/" + pid + "/ns/mnt", "/proc/self/ns/mnt") ||
         same_file("/proc/" + pid + "/root", "/");
}

bool captured_by_ancestor(int fd) {
  struct stat own {};
  if (!file_status(fd, own)) {
    return false;
  }
  bool all_seen = true;
  std::string pid = knows_this_program() ? std::to_string(getppid()) : std::string();
  while (!pid.empty() && pid != "0") {
    struct stat theirs {};
    const std::string path = "/proc/" + pid + "/fd/" + std::to_string(fd);
    if (stat(path.c_str(), &theirs) != 0) {
      all_seen = all_seen && errno == ENOENT;  // ENOENT: the ancestor has closed it
    } else {
      if (!in_same_container(pid)) {
        return false;  // the engine's processes hold the other ends
      }
      if (!is_same_file(theirs, own)) {
        return true;
      }
    }
    pid = status_field(pid, "PPid");
  }
  return !all_seen && S_ISFIFO(own.st_mode) && !made_for_pid1(own.st_uid);
}

std::string access_explained(const std::string& path) {
  const std::string own = "uid " + std::to_string(geteuid()) + " gid " + std::to_string(getegid());
  const std::string uid = real_id("1", "Uid");
  if (uid.empty()) {
    return "PID 1's user cannot be seen, this program runs as " + own;
  }
  const std::string pid1 = "uid " + uid + " gid " + real_id("1", "Gid");
  if (pid1 != own) {
    return "PID 1 runs as " + pid1 + ", this program as " + own;
  }
  // After the ids, ptrace(2) checks that PID 1's capabilities are among ours. Then the stream's permissions
  // count.
  const std::string capabilities = status_field("1", "CapPrm");
  const std::string own_capabilities = status_field("self", "CapPrm");
  struct stat status {};
  if (capabilities == own_capabilities && stat(path.c_str(), &status) == 0) {
    return "both run as " + pid1 + ", but the stream belongs to uid " + std::to_string(status.st_uid) +
           " with mode " + octal(status.st_mode);
  }
  return "both run as " + pid1 + ", PID 1 with capabilities " + capabilities + ", this program with " +
         own_capabilities;
}

}  // namespace cel
