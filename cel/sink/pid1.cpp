// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/pid1.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

#include "cel/base/file_status.h"
#include "cel/base/text.h"

namespace cel {
namespace {

std::uint64_t number_in(std::string_view text, int base) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number, base);
  return number;
}

/// What a file system checks when a process opens a file.
struct Rights {
  std::uint64_t uid = 0;
  std::set<std::uint64_t> groups;
  std::uint64_t capabilities = 0;
};

/// Returns the last of the four ids in a Uid or Gid line: the one that file systems check.
std::uint64_t file_id(const std::string& status, const char* key) {
  const std::string ids = field_of(status, key);
  return number_in(std::string_view(ids).substr(ids.rfind('\t') + 1), 10);
}

Rights rights_in(const std::string& status) {
  Rights rights{file_id(status, "Uid"), {file_id(status, "Gid")}, number_in(field_of(status, "CapEff"), 16)};
  const std::string groups = field_of(status, "Groups");
  for (std::string_view rest = groups; !rest.empty();) {
    rights.groups.insert(number_in(take_field(rest, ' '), 10));
  }
  return rights;
}

/// Returns this program's rights, with all capabilities if the kernel does not tell.
Rights own_rights() {
  Rights rights{geteuid(), {getegid()}, ~std::uint64_t{0}};
  std::vector<gid_t> groups(static_cast<std::size_t>(std::max(0, getgroups(0, nullptr))));
  const int count = getgroups(static_cast<int>(groups.size()), groups.data());
  rights.groups.insert(groups.begin(), groups.begin() + std::max(0, count));
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> data{};
  if (syscall(SYS_capget, &header, data.data()) == 0) {
    rights.capabilities = std::uint64_t{data[1].effective} << 32U | data[0].effective;
  }
  return rights;
}

/// Returns whether PID 1 has all of this program's rights.
bool has_no_more_rights(const Rights& own, const Rights& pid1) {
  return own.uid == pid1.uid && (own.capabilities & ~pid1.capabilities) == 0 &&
         std::includes(pid1.groups.begin(), pid1.groups.end(), own.groups.begin(), own.groups.end());
}

}  // namespace

Result<void> check_pid1_file(const Proc& proc, const Fd& file, int number) {
  const std::string status = read_proc(proc, "1/status");
  if (field_of(status, "Pid") != "1") {
    return Error{"what is at /proc/1 is not PID 1"};
  }
  const std::string info = read_proc(proc, "1/fdinfo/" + std::to_string(number));
  const std::string flags_text = field_of(info, "flags");
  const std::uint64_t flags = number_in(flags_text, 8);
  const std::uint64_t access = flags & O_ACCMODE;
  if (flags_text.empty()) {
    return Error{"how PID 1 holds it cannot be seen"};
  }
  if ((flags & O_PATH) != 0 || (access != O_WRONLY && access != O_RDWR)) {
    return Error{"PID 1 does not hold it open for writing, and so nobody else writes to it"};
  }
  struct stat opened {};
  struct stat held {};
  const Fd now = proc.open_file("1/fd/" + std::to_string(number), O_PATH);
  if (!file_status(file.get(), opened) || !now || !file_status(now.get(), held) ||
      !is_same_file(opened, held)) {
    return Error{"PID 1 has just put something else there"};
  }
  const bool is_stream = S_ISFIFO(opened.st_mode) || (S_ISCHR(opened.st_mode) && isatty(file.get()) == 1);
  if (!is_stream && !has_no_more_rights(own_rights(), rights_in(status))) {
    return Error{
        "it is a file, and this program may write to files that PID 1 may not: give both the same ids "
        "and capabilities"};
  }
  return {};
}

}  // namespace cel
