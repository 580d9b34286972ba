// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <ctime>
#include <string>
#include <string_view>
#include <utility>

#include "cel/base/fd.h"
#include "cel/sidecar/payload.h"

namespace cel {

/// A new file beside its place, which is removed unless it is committed.
class StagedFile {
 public:
  /// The prefix of the names of such files.
  static constexpr std::string_view kPrefix = ".cel-new.";

  /// `path`: the place, relative to the volume; `folder`: its folder.
  StagedFile(Fd folder, std::string path) : folder_(std::move(folder)), path_(std::move(path)) {}
  StagedFile(StagedFile&&) = default;
  StagedFile& operator=(StagedFile&&) = delete;
  ~StagedFile();

  const std::string& path() const { return path_; }

  /// Writes the file with its mode and the time of its last change. Returns an errno, 0 on success.
  int write(const VolumeFile& file);

  /// Renames the file to its place, replacing what is there (put_in_place()). Returns an errno, 0 on success.
  int commit();

 private:
  Fd folder_;
  std::string path_;
  std::string temporary_;  // the file's name until it is committed
};

/// Returns the last part of a path.
std::string name_of(const std::string& path);

/// Returns the times for utimensat(2): that of the last change, if the file has one; that of the last use is
/// kept.
std::array<timespec, 2> times_of(const VolumeFile& file);

}  // namespace cel
