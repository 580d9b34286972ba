// SPDX-License-Identifier: Apache-2.0
#include "cel/base/replace.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "cel/base/random.h"

namespace cel {

int put_in_place(int folder, const std::string& from, const std::string& to, std::string* aside) {
  constexpr int kTries = 3;  // others may put something there again
  int error = 0;
  for (int i = 0; i < kTries; ++i) {
    if (renameat(folder, from.c_str(), folder, to.c_str()) == 0) {
      return 0;
    }
    error = errno;
    if (error != EISDIR && error != EEXIST && error != ENOTEMPTY) {
      return error;
    }
    if (const int cleared = clear_place(folder, to, aside)) {
      return cleared;
    }
  }
  return error;
}

int clear_place(int folder, const std::string& name, std::string* aside) {
  if (unlinkat(folder, name.c_str(), 0) == 0 || errno == ENOENT) {
    return 0;
  }
  const int error = errno;
  if (unlinkat(folder, name.c_str(), AT_REMOVEDIR) == 0) {
    return 0;
  }
  if (errno == ENOTDIR) {
    return error;  // a file that cannot be removed
  }
  const std::string other = kAsidePrefix + random_hex(8);
  if (renameat(folder, name.c_str(), folder, other.c_str()) != 0) {
    return errno;
  }
  if (aside != nullptr) {
    *aside = other;
  }
  return 0;
}

}  // namespace cel
