// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/engine_folders.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace cel {

std::vector<std::string> podman_roots() {
  namespace fs = std::filesystem;
  constexpr const char* kRootless = "containers/storage";
  if (geteuid() != 0) {
    const char* data = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    return {data != nullptr ? fs::path(data) / kRootless
                            : fs::path(home != nullptr ? home : "/") / ".local/share" / kRootless};
  }
  std::vector<std::string> roots{"/var/lib/containers/storage"};
  std::error_code ignored;
  for (fs::directory_iterator user("/home", ignored), end; !ignored && user != end; user.increment(ignored)) {
    const fs::path root = user->path() / ".local/share" / kRootless;
    std::error_code missing;
    if (fs::is_directory(root, missing)) {
      roots.push_back(root);
    }
  }
  return roots;
}

}  // namespace cel
