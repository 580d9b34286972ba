// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "cel/source/logs/storage.h"

namespace cel {

/// Another container whose processes are seen here (`shareProcessNamespace`): a root of a file system that is
/// not this process's own.
struct PeerRoot {
  std::pair<dev_t, ino_t> root;  ///< by which it is known; another one after it was started again
  pid_t process = 0;             ///< the first of those that have it
  std::string name;              ///< of that process, as it calls itself
  Storage files;
};

/// The peers whose files may be read, by their first processes.
struct PeerRoots {
  std::vector<PeerRoot> found;
  /// What is missing to read those of another process, as a sentence; empty where there is none.
  std::string refused;
};

PeerRoots find_peers();

/// The files of a peer, rotated ones aside, that match a pattern of absolute paths as glob(7) has them.
std::vector<std::string> matching_files(const Storage& files, const std::string& pattern);

}  // namespace cel
