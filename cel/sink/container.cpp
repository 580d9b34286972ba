// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/container.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/file_status.h"
#include "cel/base/text.h"

namespace cel {
namespace {

bool same_file(const std::string& a, const std::string& b) {
  struct stat of_a {};
  struct stat of_b {};
  return stat(a.c_str(), &of_a) == 0 && stat(b.c_str(), &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
         of_a.st_ino == of_b.st_ino;
}

/// Whether /proc is of a process namespace that this program is in. It is not after setns(2) into the mounts
/// of another container, whose PID 1 has the very root then that this program has.
bool knows_this_program() {
  std::array<char, 16> pid{};
  return readlink("/proc/self", pid.data(), pid.size()) > 0;
}

/// The value of `key:` in /proc/PID/status, one line, or empty. Every process may read it unless /proc hides
/// others.
std::string status_field(const std::string& pid, std::string_view key) {
  const Fd file = open_file(("/proc/" + pid + "/status").c_str(), O_RDONLY);
  std::string text(4096, '\0');
  const ssize_t size = file ? read_some(file.get(), text.data(), text.size()) : 0;
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::size_t at = text.find("\n" + std::string(key) + ":");
  if (at == std::string::npos) {
    return {};
  }
  const std::size_t value = at + key.size() + 2;
  return std::string(trimmed(std::string_view(text).substr(value, text.find('\n', value) - value)));
}

/// The first of the four ids in a Uid or Gid line.
std::string real_id(const std::string& pid, std::string_view key) {
  const std::string ids = status_field(pid, key);
  return ids.substr(0, ids.find('\t'));
}

/// Whether a pipe of owner `uid` may be the container's own: the engine gives it to the user that PID 1 runs
/// as, or made it as a user that this user namespace does not know.
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
      all_seen = all_seen && errno == ENOENT;  // it has closed it
    } else {
      if (!in_same_container(pid)) {
        return false;  // the engine's own processes: they hold the other ends
      }
      if (theirs.st_dev != own.st_dev || theirs.st_ino != own.st_ino) {
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
    return "who PID 1 runs as cannot be seen, this program runs as " + own;
  }
  const std::string pid1 = "uid " + uid + " gid " + real_id("1", "Gid");
  if (pid1 != own) {
    return "PID 1 runs as " + pid1 + ", this program as " + own;
  }
  // The checks of ptrace(2) after the ids: PID 1's capabilities must be among ours. Then the stream's own
  // permissions count.
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
