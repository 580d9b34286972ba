// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "cel/source/logs/storage.h"
#include "cel/source/source.h"

namespace cel {

/// Whose logs are where, as their places and the engines' own files beside them say.
class LogOwners {
 public:
  /// `pods`: the kubelet's folder of pods' logs, where one is read; any that is called `pods` is one, too.
  explicit LogOwners(Storage storage = {}, const std::string& pods = {});

  /// The owner of the log at `path` (absolute): Docker's `containers/<id>/<id>-json.log` with config.v2.json,
  /// podman's `overlay-containers/<id>/userdata/ctr.log` with containers.json, Kubernetes'
  /// `pods/<namespace>_<pod>_<uid>/<container>/<n>.log` and
  /// `containers/<pod>_<namespace>_<container>-<id>.log`. Another file has only its path, in `log`. What an
  /// engine of another user than root wrote is that user's word.
  Container owner_of(const std::string& path);

 private:
  struct Names {
    std::string name;
    std::string image;
  };
  /// A storage's list of its containers, and which version of the file it was read from.
  struct List {
    std::int64_t modified = -1;
    std::uint64_t inode = 0;
    std::map<std::string, Names> containers;  // by id
  };

  void take_podman(const std::string& folder, Container& container);
  const List& list_at(const std::string& path);

  bool is_of_pods(const std::string& folder) const;

  Storage storage_;
  std::string pods_;                   // canonical, or empty
  std::map<std::string, List> lists_;  // by path
};

}  // namespace cel
