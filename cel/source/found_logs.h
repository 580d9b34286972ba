// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <set>
#include <string>

#include "cel/base/result.h"
#include "cel/source/files.h"

namespace cel {

/// Why a file or folder cannot be read, and what to do about it.
Error cannot_read(const std::string& path, int error);

/// Collects the logs that are found in folders: each with those rotated from it, once, and of those owners
/// only that are wanted, as far as they are known.
class FoundLogs {
 public:
  /// `wanted` must outlive it.
  explicit FoundLogs(const Wanted& wanted) : wanted_(wanted) {}

  /// All logs below `folder`. An error is one of the folder itself: what is below may go while it is walked.
  Result<void> add_below(const std::filesystem::path& folder);

  /// Those at `<folder>/<id>/<name>`, where `name_of` makes the name of the id.
  Result<void> add_one_for_each(const std::filesystem::path& folder,
                                const std::function<std::string(const std::string& id)>& name_of);

  Sources take() { return std::move(sources_); }

 private:
  void add(const std::filesystem::path& path);

  const Wanted& wanted_;
  std::set<std::string> seen_;
  Sources sources_;
};

}  // namespace cel
