// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "cel/base/fd.h"
#include "cel/base/result.h"

namespace cel {

/// The folder in which `cel ship` keeps all that outlives it: locked while this object lives.
class StateFolder {
 public:
  /// Makes the folder if it is not there. An error if another process has it.
  static Result<StateFolder> open(const std::string& path);

  /// The path of a file in it.
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  StateFolder(std::string path, Fd folder) : path_(std::move(path)), folder_(std::move(folder)) {}

  std::string path_;
  Fd folder_;
};

/// Makes a folder for this user alone; it is no error if it is there.
Result<void> make_folder(const std::string& path);

/// Returns a file's content, empty if it does not exist.
Result<std::string> read_file(const std::string& path);

/// Puts a file with `content` in the place of the one at `path`: written aside, synced, renamed, so that
/// either the old or the new one survives any crash.
Result<void> replace_file(const std::string& path, std::string_view content);

/// Writes all of `bytes`; false with errno set if it cannot.
bool write_whole(int file, std::string_view bytes);

/// Syncs the folder that `path` lies in, after files were made or removed there.
void sync_folder_of(const std::string& path);

}  // namespace cel
