// SPDX-License-Identifier: Apache-2.0
#include "cel/source/found_logs.h"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "cel/base/fd.h"
#include "cel/source/streams.h"
#include "cel/source/text/text_files.h"
#include "cel/source/text/traceback_files.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

/// Whether the owner is one that was asked for, as far as it is known.
bool is_wanted(const Container& owner, const std::string& wanted) {
  return wanted.empty() || (owner.name.empty() && owner.id.empty()) || owner.name == wanted ||
         (!owner.id.empty() && owner.id.starts_with(wanted));
}

}  // namespace

Error cannot_read(const std::string& path, int error) {
  return Error{"cannot read " + path + ": " + errno_text(error) +
               (error == EACCES ? "; read it as root, or as a user who may" : "")};
}

void add_text_files(Sources& sources, const std::vector<std::string>& files,
                    std::shared_ptr<const Container> container, TextFormat format, const Wanted& wanted,
                    const Storage& storage) {
  sources.push_back(text_files(files, container, format, wanted, storage));
  if (wanted.tracebacks) {
    sources.push_back(
        read_whole(traceback_files(files, std::move(container), format, wanted, storage), wanted.direction));
  }
}

Result<void> FoundLogs::add_below(const fs::path& folder) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
  if (error) {
    return cannot_read(folder.string(), error.value());
  }
  std::vector<std::string> logs;
  for (const fs::recursive_directory_iterator end; entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (name.find(".log") != std::string::npos && entry->is_regular_file(ignored)) {
      logs.push_back(entry->path().string());
    }
    if (error) {
      break;
    }
  }
  std::sort(logs.begin(), logs.end());
  for (const std::string& log : logs) {
    add(log);
  }
  return {};
}

Result<void> FoundLogs::add_one_for_each(const std::string& folder,
                                         const std::function<std::string(const std::string& id)>& name_of) {
  const fs::path containers = fs::path(storage_.path()) / folder;
  const auto ids = storage_.names(containers.string());
  if (!ids) {
    return cannot_read(containers.string(), errno);
  }
  if (ids->size() == storage_.most_names()) {
    problem_ = containers.string() + " holds more than is read: those behind the first " +
               std::to_string(ids->size()) + " are left out; name them to read them";
  }
  for (const std::string& id : *ids) {
    const fs::path log = containers / id / name_of(id);
    if (storage_.status(log.string())) {
      add(log);
    }
  }
  return {};
}

void FoundLogs::add(const std::string& path) {
  const std::vector<std::string> files = folder_.with_rotated(path);
  if (!seen_.insert(files.back()).second) {
    return;
  }
  Container owner =
      owners_.owner_of(!storage_.is_another_users() && fs::is_symlink(path) ? path : files.back());
  owner.log = files.back();
  if (!is_wanted(owner, wanted_.container)) {
    return;
  }
  const TextFormat format = owner.engine == "docker"   ? TextFormat::json_file
                            : owner.engine == "podman" ? TextFormat::cri
                                                       : TextFormat::any;
  add_text_files(sources_, files, std::make_shared<const Container>(std::move(owner)), format, wanted_,
                 storage_);
}

}  // namespace cel
