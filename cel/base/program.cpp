// SPDX-License-Identifier: Apache-2.0
#include "cel/base/program.h"

#include <sys/auxv.h>
#include <unistd.h>

#include <array>
#include <climits>

namespace cel {

std::string target_of(const std::string& link) {
  std::array<char, PATH_MAX> target{};
  const ssize_t size = readlink(link.c_str(), target.data(), target.size());
  return {target.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

std::string program_folder() {
  std::string path = target_of("/proc/self/exe");
  const auto* started_as = reinterpret_cast<const char*>(getauxval(AT_EXECFN));  // NOLINT: a number
  if (path.empty() && started_as != nullptr) {
    path = started_as;  // there is no /proc
  }
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) {
    return {};
  }
  return path.substr(0, slash == 0 ? 1 : slash);
}

}  // namespace cel
