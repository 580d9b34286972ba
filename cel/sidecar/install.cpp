// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/install.h"

#include <utility>
#include <vector>

#include "cel/base/sha256.h"
#include "cel/base/text.h"
#include "cel/sidecar/manifest.h"

namespace cel {
namespace {

constexpr std::size_t kMaxManifest = 1U << 20U;
constexpr std::size_t kMaxOldFile = 64U << 20U;

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

/// Puts all of `files` that the volume lacks into place: how many these were.
Result<std::size_t> write_files(const Volume& volume, const std::vector<VolumeFile>& files) {
  std::vector<std::pair<StagedFile, const std::string*>> staged;
  staged.reserve(files.size());
  for (const VolumeFile& file : files) {
    if (volume.holds(file)) {
      continue;
    }
    volume.sweep(file.path);
    Result<StagedFile> written = volume.stage(file);
    if (!written) {
      return Error{written.error() + "; what was in the volume is left as it was"};
    }
    staged.emplace_back(std::move(*written), &file.path);
  }
  for (const auto& [file, path] : staged) {
    if (const int error = file.sync()) {
      return volume.cannot("write", *path, error);
    }
  }
  for (auto& [file, path] : staged) {
    if (const int error = file.commit()) {
      return volume.cannot("replace", *path, error);
    }
  }
  for (const auto& [file, path] : staged) {
    file.sync_folder();
  }
  return staged.size();
}

/// Removes what `old` lists, `now` does not, and nobody changed since.
Result<std::size_t> remove_files(const Volume& volume, const Manifest& old, const Manifest& now) {
  std::size_t removed = 0;
  for (const auto& [path, hash] : old) {
    if (now.contains(path)) {
      continue;
    }
    const std::optional<std::string> bytes = volume.read(path, kMaxOldFile);
    if (!bytes || hash_of(*bytes) != hash) {
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
  const Manifest old = parse_manifest(volume.read(kManifestName, kMaxManifest).value_or(""));
  Result<std::size_t> written = write_files(volume, *files);
  if (!written) {
    return Error{written.error()};
  }
  Result<std::size_t> removed = remove_files(volume, old, now);
  if (!removed) {
    return Error{removed.error()};
  }
  // Last, so that whatever was interrupted is seen to again.
  if (Result<std::size_t> listed = write_files(volume, {{kManifestName, 0644, format_manifest(now)}});
      !listed) {
    return Error{listed.error()};
  }
  return Installed{files->size(), *written, *removed};
}

}  // namespace cel
