// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/payload.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

#include "cel/base/fd.h"
#include "cel/base/program.h"
#include "cel/sidecar/manifest.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

constexpr unsigned kRunnable = 0755;
constexpr unsigned kReadable = 0644;

std::optional<VolumeFile> read_file(const fs::path& place, std::string path) {
  const Fd file = open_file(place.c_str(), O_RDONLY);
  struct stat status {};
  if (!file || fstat(file.get(), &status) != 0) {
    return std::nullopt;
  }
  VolumeFile read{std::move(path), (status.st_mode & S_IXUSR) != 0 ? kRunnable : kReadable,
                  std::string(static_cast<std::size_t>(status.st_size), '\0'), status.st_mtime};
  std::size_t size = 0;
  while (size < read.bytes.size()) {
    const ssize_t count = read_some(file.get(), read.bytes.data() + size, read.bytes.size() - size);
    if (count <= 0) {
      errno = count == 0 ? EIO : errno;
      return std::nullopt;
    }
    size += static_cast<std::size_t>(count);
  }
  return read;
}

}  // namespace

std::string default_payload() {
  const std::string here = program_folder();
  std::string beside = (fs::path(here) / "volume").string();
  std::error_code error;
  if (fs::is_directory(beside, error)) {
    return beside;
  }
  std::string installed = (fs::path(here).parent_path() / "share/container-exception-logger/volume").string();
  return fs::is_directory(installed, error) ? installed : beside;
}

Result<std::vector<VolumeFile>> read_payload(const std::string& folder) {
  std::vector<VolumeFile> files;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->is_directory()) {
      continue;
    }
    std::string path = entry->path().lexically_relative(folder).string();
    if (!entry->is_regular_file() || !valid_volume_path(path)) {
      return Error{fmt::format("{} has no place in a volume: it is not a regular file of a plain name",
                               entry->path().string())};
    }
    std::optional<VolumeFile> file = read_file(entry->path(), std::move(path));
    if (!file) {
      return Error{fmt::format("cannot read {}: {}", entry->path().string(), errno_text(errno))};
    }
    files.push_back(std::move(*file));
  }
  if (error || files.empty()) {
    return Error{fmt::format("{} holds no files to install{}: name their folder with --payload", folder,
                             error ? ": " + error.message() : "")};
  }
  std::sort(files.begin(), files.end(),
            [](const VolumeFile& a, const VolumeFile& b) { return a.path < b.path; });
  return files;
}

}  // namespace cel
