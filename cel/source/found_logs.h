// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "cel/base/result.h"
#include "cel/source/known_place.h"
#include "cel/source/lines/piece.h"
#include "cel/source/logs/log_files.h"
#include "cel/source/logs/log_owner.h"
#include "cel/source/logs/storage.h"

namespace cel {

/// Why a file or folder cannot be read, and what to do about it.
Error cannot_read(const std::string& path, int error);

/// Adds what reads a container's log in files: its reports and, if they are wanted, its tracebacks.
void add_text_files(Sources& sources, const std::vector<std::string>& files,
                    std::shared_ptr<const Container> container, TextFormat format, const Wanted& wanted,
                    const Storage& storage = {});

/// Collects the logs that are found in folders: each with those rotated from it, once, and of those owners
/// only that are wanted, as far as they are known.
class FoundLogs {
 public:
  /// `wanted` must outlive it. `pods`: the kubelet's folder of pods' logs, if it is read.
  explicit FoundLogs(const Wanted& wanted, Storage storage = {}, const std::string& pods = {})
      : wanted_(wanted), storage_(storage), folder_(storage), owners_(std::move(storage), pods) {}

  /// All logs below `folder`. An error is one of the folder itself: what is below may go while it is walked.
  Result<void> add_below(const std::filesystem::path& folder);

  /// Those at `<storage>/<folder>/<id>/<name>`, where `name_of` makes the name of the id.
  Result<void> add_one_for_each(const std::string& folder,
                                const std::function<std::string(const std::string& id)>& name_of);

  /// A sentence if there were more logs than are read; else empty.
  const std::string& problem() const { return problem_; }

  Sources take() { return std::move(sources_); }

 private:
  void add(const std::string& path);

  const Wanted& wanted_;
  Storage storage_;
  LogFolder folder_;
  LogOwners owners_;
  std::set<std::string> seen_;
  std::string problem_;
  Sources sources_;
};

}  // namespace cel
