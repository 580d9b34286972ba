// SPDX-License-Identifier: Apache-2.0
#include "cel/source/known_place.h"

#include <sys/stat.h>

#include <utility>

namespace cel {

std::vector<OpenedPlace> opened_place(std::string name, Result<Sources> logs) {
  std::vector<OpenedPlace> opened;
  if (logs) {
    opened.push_back({std::move(name), std::move(*logs), {}});
  } else {
    opened.push_back({std::move(name), {}, logs.error()});
  }
  return opened;
}

Result<FollowedPlace> followed_place(Result<std::unique_ptr<LogWatch>> watch) {
  if (!watch) {
    return Error{watch.error()};
  }
  FollowedPlace followed;
  followed.logs.push_back(std::move(*watch));
  return followed;
}

bool is_there(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0;
}

}  // namespace cel
