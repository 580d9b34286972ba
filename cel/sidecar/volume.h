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

/// A shared volume. Others may write to it, so symbolic links in it are never followed. Paths are relative to
/// it, and are a valid_volume_path() or in `run`.
class Volume {
 public:
  /// Opens the folder, and makes it if its parent exists.
  static Result<Volume> open(const std::string& path);

  const std::string& path() const { return path_; }

  /// Returns the content of a regular file of at most `limit` bytes; nothing if there is none.
  std::optional<std::string> read(const std::string& path, std::size_t limit) const;

  /// The same for a file that belongs to this program's user or root, and that nobody else may write.
  std::optional<std::string> read_own(const std::string& path, std::size_t limit) const;

  struct Digest {
    std::string sha256;  ///< in hex
    std::size_t size = 0;
  };

  /// Returns the digest of such a file.
  std::optional<Digest> digest_of_own(const std::string& path, std::size_t limit) const;

  /// Returns whether the file exists with exactly this content and mode, and nobody else may write to it.
  bool holds(const VolumeFile& file) const;

  /// Sets an existing file's time of change, if possible.
  void date(const VolumeFile& file) const;

  bool is_socket(const std::string& path) const;

  /// Writes `file` beside its place, and makes its folders.
  Result<StagedFile> stage(const VolumeFile& file) const;

  /// Waits until everything written is on the disk. Returns an errno, 0 on success.
  int sync() const;

  /// Removes a file, and the folders above it that become empty. Succeeds if the file does not exist; a
  /// folder in its place is removed or renamed (clear_place()).
  Result<void> remove(const std::string& path) const;

  /// Removes files that interrupted installations left in the folder of `path`.
  void sweep(const std::string& path) const;

  /// Opens the folder `run`, and makes it if needed: all users may make files there, and remove only their
  /// own.
  Result<Fd> open_run() const;

  /// Returns an error that tells what cannot be done to `path` in the volume, and what to do about it.
  Error cannot(std::string_view what, const std::string& path, int error) const;

 private:
  Volume(std::string path, Fd folder) : path_(std::move(path)), folder_(std::move(folder)) {}

  Fd open_folder_of(const std::string& path, bool make) const;
  Fd open_file_at(const std::string& path, std::size_t limit, struct stat& status) const;

  std::string path_;
  Fd folder_;
};

}  // namespace cel
