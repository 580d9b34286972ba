// SPDX-License-Identifier: Apache-2.0
#include "cel/source/journal/journal_files.h"

#include <fcntl.h>
#include <glob.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "cel/base/fd.h"
#include "cel/source/bytes/truncation.h"

namespace cel {
namespace {

namespace fs = std::filesystem;
using Kind = JournalPlace::Kind;

constexpr std::array kFolders = {"/var/log/journal", "/run/log/journal"};

bool named_as_journal(const fs::path& path) {
  return path.extension() == ".journal" || path.extension() == ".journal~";
}

/// The journal files in a folder and in the folders there; what may not be listed goes to `refused`.
void list(const fs::path& folder, int depth, std::vector<std::string>& found, JournalFiles& files) {
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  if (error == std::errc::permission_denied) {
    files.refused.push_back(folder);
  }
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (depth > 0 && entry->is_directory(ignored)) {
      list(entry->path(), depth - 1, found, files);
    } else if (named_as_journal(entry->path())) {
      found.push_back(entry->path());
    }
  }
}

/// libsystemd's own check of a file's header and size.
bool opens(const std::string& path) {
  const std::array<const char*, 2> paths{path.c_str(), nullptr};
  sd_journal* journal = nullptr;
  const int status = sd_journal_open_files(&journal, const_cast<const char**>(paths.data()), 0);
  sd_journal_close(journal);
  return status >= 0;
}

void look_at(const std::string& path, JournalFiles& files) {
  if (const Fd file = open_file(path.c_str(), O_RDONLY); !file) {
    if (errno == EACCES || errno == EPERM) {
      files.refused.push_back(path);
    }  // else it was vacuumed meanwhile
  } else if (opens(path)) {
    files.readable.push_back(path);
  } else {
    files.damaged.push_back(path);
  }
}

/// Some files by name, and how many more.
std::string named(const std::vector<std::string>& paths) {
  return paths[0] + (paths.size() > 1 ? " and " + std::to_string(paths.size() - 1) + " more" : "");
}

std::vector<std::string> matching(const std::string& pattern) {
  glob_t found{};
  std::vector<std::string> paths;
  if (glob(pattern.c_str(), GLOB_NOCHECK, nullptr, &found) == 0) {
    paths.assign(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  }
  globfree(&found);
  return paths;
}

/// The root folder of a container of systemd-machined's, out of machined's own notes of it.
Result<std::string> root_of_machine(const std::string& name) {
  std::ifstream notes("/run/systemd/machines/" + name);
  if (name.find('/') == std::string::npos) {
    for (std::string line; std::getline(notes, line);) {
      if (line.starts_with("ROOT=/")) {
        return line.substr(line.find('/'));
      }
    }
  }
  return Error{"no machine " + name + " with a root folder is running here (machinectl lists them)"};
}

}  // namespace

Result<JournalFiles> find_journal_files(const JournalPlace& place) {
  JournalFiles files;
  files.place = place;
  std::vector<std::string> found;
  if (place.kind == Kind::machine) {
    Result<std::string> root = root_of_machine(place.paths[0]);
    if (!root) {
      return Error{root.error()};
    }
    files.place = {Kind::root, {*root}};
  }
  if (place.kind == Kind::files) {
    for (const std::string& pattern : place.paths) {
      for (std::string& path : matching(pattern)) {
        if (access(path.c_str(), F_OK) != 0) {
          return Error{"cannot read " + path + ": " + errno_text(errno)};
        }
        found.push_back(std::move(path));
      }
    }
  } else if (place.kind == Kind::directory) {
    if (access(place.paths[0].c_str(), F_OK) != 0) {
      return Error{"cannot read " + place.paths[0] + ": " + errno_text(errno)};
    }
    list(place.paths[0], 1, found, files);
  } else {
    for (const char* folder : kFolders) {
      list((files.place.paths.empty() ? "" : files.place.paths[0]) + folder, 1, found, files);
    }
  }
  for (const std::string& path : found) {
    look_at(path, files);
  }
  if (files.readable.empty()) {
    const std::string problem = unreadable(files);
    const std::string where = place.paths.empty() ? "on this machine" : "in " + place.paths[0];
    return Error{problem.empty() ? "there is no journal " + where + "; name the folder of one with -D"
                                 : problem};
  }
  if (place.kind == Kind::files) {
    files.place.paths = files.readable;  // a single damaged one, and libsystemd would open none
  }
  return files;
}

std::string unreadable(const JournalFiles& files) {
  std::string text;
  if (!files.refused.empty()) {
    text = "no permission to read " + named(files.refused) +
           " of the journal; read it as root, or as a member of the group systemd-journal or adm";
  }
  if (!files.damaged.empty()) {
    text += (text.empty() ? "" : ", and ") + named(files.damaged) +
            (files.damaged.size() > 1 ? " are" : " is") + " no journal, or damaged: left out";
  }
  return text;
}

std::string cut_off(const JournalFiles& files) {
  if (!was_truncated()) {
    return {};
  }
  std::vector<std::string> cut;
  for (const std::string& path : files.readable) {
    if (access(path.c_str(), F_OK) == 0 && !opens(path)) {
      cut.push_back(path);
    }
  }
  return (cut.empty() ? "a file" : named(cut) + " of the journal") +
         " was truncated while it was read: what it held behind its new end is missing";
}

Result<JournalHandle> open_journal_files(const JournalFiles& files) {
  survive_truncation();
  sd_journal* journal = nullptr;
  int status = 0;
  std::vector<const char*> paths;
  for (const std::string& path : files.place.paths) {
    paths.push_back(path.c_str());
  }
  paths.push_back(nullptr);
  switch (files.place.kind) {
    case Kind::directory:
      status = sd_journal_open_directory(&journal, paths[0], 0);
      break;
    case Kind::machine:
    case Kind::root:
      status = sd_journal_open_directory(&journal, paths[0], SD_JOURNAL_OS_ROOT);
      break;
    case Kind::files:
      status = sd_journal_open_files(&journal, paths.data(), 0);
      break;
    case Kind::local:
      status =
          sd_journal_open_namespace(&journal, nullptr, SD_JOURNAL_LOCAL_ONLY | SD_JOURNAL_ALL_NAMESPACES);
  }
  if (status < 0) {
    return Error{"cannot open the journal: " + errno_text(-status)};
  }
  JournalHandle handle(journal);
  sd_journal_set_data_threshold(journal, kLargestField + 1);
  return handle;
}

}  // namespace cel
