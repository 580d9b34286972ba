// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/install.h"

#include <utility>
#include <vector>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/sidecar/manifest.h"

namespace cel {
namespace {

// Far above our own, these limit what others who write to the volume can make us read.
constexpr std::size_t kMaxManifest = 256U << 10U;
constexpr std::size_t kMaxOldFiles = 64U << 20U;

std::string hash_of(std::string_view bytes) {
  const auto hash = sha256(bytes);
  return hex(hash.data(), hash.size());
}

Manifest manifest_of(const std::vector<VolumeFile>& files) {
  Manifest manifest;
  for (const VolumeFile& file : files) {
    manifest.emplace(file.path, hash_of(file.bytes));
  }
  return manifest;
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

/// Writes the `files` that the volume lacks beside their places.
Result<std::vector<StagedFile>> stage_missing(const Volume& volume, const std::vector<VolumeFile>& files) {
  std::vector<StagedFile> staged;
  std::string swept;  // the last folder that was swept; the files are sorted by folder
  for (const VolumeFile& file : files) {
    if (volume.holds(file)) {
      volume.date(file);
      continue;
    }
    if (swept != folder_of(file.path)) {
      swept = folder_of(file.path);
      volume.sweep(file.path);
    }
    Result<StagedFile> written = volume.stage(file);
    if (!written) {
      return Error{written.error() + "; what was in the volume is left as it was"};
    }
    staged.push_back(std::move(*written));
  }
  return staged;
}

/// Writes the `files` that the volume lacks, and returns how many these were.
Result<std::size_t> write_files(const Volume& volume, const std::vector<VolumeFile>& files) {
  Result<std::vector<StagedFile>> staged = stage_missing(volume, files);
  if (!staged) {
    return Error{staged.error()};
  }
  // The files must be on the disk before they are renamed, so that a crash leaves no empty file. One sync
  // takes as long for hundreds of files as for one.
  if (const int error = staged->empty() ? 0 : volume.sync()) {
    return volume.cannot("write", staged->back().path(), error);
  }
  for (StagedFile& file : *staged) {
    if (const int error = file.commit()) {
      return volume.cannot("replace", file.path(), error);
    }
  }
  return staged->size();
}

/// Removes the files that `old` lists, `now` does not, and nobody has changed. Reads at most kMaxOldFiles
/// bytes to find out. Returns how many it removed.
Result<std::size_t> remove_files(const Volume& volume, const Manifest& old, const Manifest& now) {
  std::size_t removed = 0;
  std::size_t left = kMaxOldFiles;
  for (const auto& [path, hash] : old) {
    if (now.contains(path)) {
      continue;
    }
    const std::optional<Volume::Digest> digest = volume.digest_of_own(path, left);
    left -= digest ? digest->size : 0;
    if (!digest || digest->sha256 != hash) {
      continue;
    }
    if (Result<void> gone = volume.remove(path); !gone) {
      return Error{gone.error()};
    }
    ++removed;
  }
  return removed;
}

}  // namespace

Result<Installed> install(const Volume& volume, const std::string& payload) {
  Result<std::vector<VolumeFile>> files = read_payload(payload);
  if (!files) {
    return Error{files.error()};
  }
  const Manifest now = manifest_of(*files);
  const Manifest old = parse_manifest(volume.read_own(kManifestName, kMaxManifest).value_or(""));
  Result<std::size_t> written = write_files(volume, *files);
  if (!written) {
    return Error{written.error()};
  }
  Result<std::size_t> removed = remove_files(volume, old, now);
  if (!removed) {
    return Error{removed.error()};
  }
  // The manifest is written last, so that an interrupted installation is completed by the next one.
  if (Result<std::size_t> listed = write_files(volume, {{kManifestName, 0644, format_manifest(now)}});
      !listed) {
    return Error{listed.error()};
  }
  return Installed{files->size(), *written, *removed};
}

}  // namespace cel
