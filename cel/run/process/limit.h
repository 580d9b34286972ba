// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/resource.h>

#include <algorithm>

namespace cel {

/// Lowers a limit of setrlimit(2) for this program, and for what it starts meanwhile, as long as it lives.
class ResourceLimit {
 public:
  using Resource = decltype(RLIMIT_CPU);  // an enumeration of glibc's, and int in musl

  ResourceLimit(Resource resource, rlim_t limit) : resource_(resource) {
    getrlimit(resource_, &before_);
    rlimit lower = before_;
    lower.rlim_cur = std::min(limit, before_.rlim_cur);
    setrlimit(resource_, &lower);
  }
  ResourceLimit(const ResourceLimit&) = delete;
  ResourceLimit& operator=(const ResourceLimit&) = delete;
  ~ResourceLimit() { setrlimit(resource_, &before_); }

 private:
  Resource resource_;
  rlimit before_{};
};

}  // namespace cel
