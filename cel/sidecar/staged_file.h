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

/// A file that is written beside its place. Unless it is put there it goes again.
class StagedFile {
 public:
  /// What the names of files begin with that are not in their places.
  static constexpr std::string_view kPrefix = ".cel-new.";

  /// `folder`: the place's; `path`: the place, relative to the volume.
  StagedFile(Fd folder, std::string path) : folder_(std::move(folder)), path_(std::move(path)) {}
  StagedFile(StagedFile&&) = default;
  StagedFile& operator=(StagedFile&&) = delete;
  ~StagedFile();

  const std::string& path() const { return path_; }

  /// Writes it, with its mode and the time of its last change; an errno, 0 on success.
  int write(const VolumeFile& file);

  /// Renames it to its place, replacing what is there (put_in_place()); an errno, 0 on success.
  int commit();

 private:
  Fd folder_;
  std::string path_;
  std::string temporary_;  // its name as long as it is there
};

/// The last part of a path.
std::string name_of(const std::string& path);

/// For utimensat(2): the time of the last change, if the file has one; that of its last use stays what it is.
std::array<timespec, 2> times_of(const VolumeFile& file);

}  // namespace cel
