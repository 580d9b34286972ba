// SPDX-License-Identifier: Apache-2.0
#include "cel/source/found_logs.h"

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "cel/base/fd.h"
#include "cel/source/logs/log_files.h"
#include "cel/source/logs/log_owner.h"
#include "cel/source/text/text_files.h"

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

Result<void> FoundLogs::add_below(const fs::path& folder) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error);
  if (error) {
    return cannot_read(folder.string(), error.value());
  }
  std::vector<fs::path> logs;
  for (const fs::recursive_directory_iterator end; entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code ignored;
    if (name.find(".log") != std::string::npos && entry->is_regular_file(ignored)) {
      logs.push_back(entry->path());
    }
    if (error) {
      break;
    }
  }
  std::sort(logs.begin(), logs.end());
  for (const fs::path& log : logs) {
    add(log);
  }
  return {};
}

Result<void> FoundLogs::add_one_for_each(const fs::path& folder,
                                         const std::function<std::string(const std::string& id)>& name_of) {
  std::error_code error;
  std::vector<fs::path> containers;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    containers.push_back(entry->path());
  }
  if (error) {
    return cannot_read(folder.string(), error.value());
  }
  std::sort(containers.begin(), containers.end());
  for (const fs::path& container : containers) {
    const fs::path log = container / name_of(container.filename().string());
    std::error_code ignored;
    if (fs::is_regular_file(log, ignored)) {
      add(log);
    }
  }
  return {};
}

void FoundLogs::add(const fs::path& path) {
  const std::vector<std::string> files = with_rotated(path.string());
  if (!seen_.insert(files.back()).second) {
    return;
  }
  Container owner = log_owner(fs::is_symlink(path) ? path.string() : files.back());
  owner.log = files.back();
  if (!is_wanted(owner, wanted_.container)) {
    return;
  }
  const TextFormat format = owner.engine == "docker"   ? TextFormat::json_file
                            : owner.engine == "podman" ? TextFormat::cri
                                                       : TextFormat::any;
  sources_.push_back(text_files(files, std::make_shared<const Container>(std::move(owner)), format, wanted_));
}

}  // namespace cel
