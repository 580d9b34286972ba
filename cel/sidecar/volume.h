// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"
#include "cel/sidecar/payload.h"
#include "cel/sidecar/staged_file.h"

namespace cel {

/// A shared volume. Others may write to it as well, so no symbolic link in it is ever followed. Paths are
/// relative to it and valid_volume_path() or within `run`.
class Volume {
 public:
  /// Opens the folder, which is made if its parent is there.
  static Result<Volume> open(const std::string& path);

  const std::string& path() const { return path_; }

  /// The content of a regular file of at most `limit` bytes; nothing when there is none.
  std::optional<std::string> read(const std::string& path, std::size_t limit) const;

  /// The same of a file that is this program's or root's, and for nobody else to write.
  std::optional<std::string> read_own(const std::string& path, std::size_t limit) const;

  struct Digest {
    std::string sha256;  ///< in hex
    std::size_t size = 0;
  };

  /// The digest of such a file.
  std::optional<Digest> digest_of_own(const std::string& path, std::size_t limit) const;

  /// Whether the file is there with exactly this content and mode, and nobody else can write to it.
  bool holds(const VolumeFile& file) const;

  /// Gives a file that is there the time of its last change, where that can be.
  void date(const VolumeFile& file) const;

  bool is_socket(const std::string& path) const;

  /// Writes `file` beside its place, making the folders that lead to it.
  Result<StagedFile> stage(const VolumeFile& file) const;

  /// Waits until all that was written is on the disk; an errno, 0 when it is.
  int sync() const;

  /// Removes a file, and the folders above it that thereby became empty. What is not there is removed, and a
  /// folder in its place is, too, or moved aside (clear_place()).
  Result<void> remove(const std::string& path) const;

  /// Removes what installations that were killed have left in the folder of `path`.
  void sweep(const std::string& path) const;

  /// Makes the folder `run`, where everybody may make files and nobody remove another's, and opens it.
  Result<Fd> open_run() const;

  /// What cannot be done to `path` in the volume, and what to do about it.
  Error cannot(std::string_view what, const std::string& path, int error) const;

 private:
  Volume(std::string path, Fd folder) : path_(std::move(path)), folder_(std::move(folder)) {}

  Fd open_folder_of(const std::string& path, bool make) const;
  Fd open_file_at(const std::string& path, std::size_t limit, struct stat& status) const;

  std::string path_;
  Fd folder_;
};

}  // namespace cel
