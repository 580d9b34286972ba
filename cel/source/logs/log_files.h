// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cel/source/bytes/file_chain.h"
#include "cel/source/logs/storage.h"
#include "cel/source/source.h"

namespace cel {

/// Opens a log file at an offset of what it holds once decompressed (0 for a compressed one). An error names
/// the file and says what to do.
Result<std::unique_ptr<ByteInput>> open_log(const std::string& path, std::uint64_t offset,
                                            const Storage& storage = {});

/// Whether what is in the file is compressed; false when it cannot be read.
bool is_compressed(const std::string& path, const Storage& storage = {});

/// A file's name without what a compressor adds to it: `X.log.1` of `X.log.1.gz`.
std::string without_compression(std::string name);

/// Finds out of `names`, file names of one folder, the logs in it: for each the names of its rotated files
/// and its own, oldest first. Names rotated as Docker, podman and logrotate (`X.log.2.gz X.log.1 X.log`), and
/// as the kubelet and logrotate's dateext do (`0.log.20260131-235959.gz`, `X.log-20260131`).
std::vector<std::vector<std::string>> group_rotated(const std::vector<std::string>& names);

/// Finds the files of logs, of many in a folder that is read once.
class LogFolder {
 public:
  explicit LogFolder(Storage storage = {}) : storage_(std::move(storage)) {}

  /// The regular files that `path` names with the ones rotated from it beside it, oldest first, symbolic
  /// links followed unless the storage is another user's. At least `path` itself.
  std::vector<std::string> with_rotated(const std::string& path);

 private:
  Storage storage_;
  std::string folder_;  // the one that was asked for last
  std::vector<std::vector<std::string>> logs_;
  std::unordered_map<std::string, std::size_t> log_of_;  // by the name of any of its files
};

}  // namespace cel
