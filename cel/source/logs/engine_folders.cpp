// SPDX-License-Identifier: Apache-2.0
#include "cel/source/logs/engine_folders.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace cel {

Storages podman_storages() {
  namespace fs = std::filesystem;
  Storages storages;
  constexpr const char* kRootless = "containers/storage";
  if (geteuid() != 0) {
    const char* data = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    storages.found.push_back(
        Storage::own(data != nullptr ? fs::path(data) / kRootless
                                     : fs::path(home != nullptr ? home : "/") / ".local/share" / kRootless));
    return storages;
  }
  storages.found.push_back(Storage::own("/var/lib/containers/storage"));
  std::error_code ignored;
  for (fs::directory_iterator user("/home", ignored), end; !ignored && user != end; user.increment(ignored)) {
    Result<Storage> storage = Storage::of_user(user->path(), std::string(".local/share/") + kRootless);
    if (storage) {
      storages.found.push_back(std::move(*storage));
    } else if (!storage.error().empty()) {
      storages.problems.push_back(storage.error());
    }
  }
  return storages;
}

}  // namespace cel
