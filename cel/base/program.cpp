// SPDX-License-Identifier: Apache-2.0
#include "cel/base/program.h"

#include <sys/auxv.h>
#include <unistd.h>

#include <array>
#include <climits>

namespace cel {

std::string program_folder() {
  std::array<char, PATH_MAX> target{};
  const ssize_t size = readlink("/proc/self/exe", target.data(), target.size());
  std::string path;
  if (size > 0) {
    path.assign(target.data(), static_cast<std::size_t>(size));
  } else if (const auto* started_as =
                 reinterpret_cast<const char*>(getauxval(AT_EXECFN))) {  // NOLINT: no /proc
    path = started_as;
  }
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) {
    return {};
  }
  return path.substr(0, slash == 0 ? 1 : slash);
}

}  // namespace cel
