// SPDX-License-Identifier: Apache-2.0
#include "cel/source/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <utility>

#include "cel/source/journal_stream.h"
#include "cel/source/log_files.h"
#include "cel/source/log_owner.h"
#include "cel/source/streams.h"
#include "cel/source/text_files.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

/// Whether the owner is one that was asked for, as far as it is known.
bool is_wanted(const Container& owner, const std::string& wanted) {
  return wanted.empty() || (owner.name.empty() && owner.id.empty()) || owner.name == wanted ||
         (!owner.id.empty() && owner.id.starts_with(wanted));
}

Error cannot_read(const std::string& path, int error) {
  return Error{"cannot read " + path + ": " + errno_text(error) +
               (error == EACCES ? "; read it as root, or as a user who may" : "")};
}

/// A file is a text log until its beginning tells otherwise.
std::optional<JournalFormat> format_of(const std::string& path) {
  std::string head(std::size_t{256} << 10U, '\0');
  const auto input = open_log(path, 0);
  const Result<std::size_t> got = input ? (*input)->read(head.data(), head.size()) : Result<std::size_t>(0U);
  head.resize(got ? *got : 0);
  return journal_format(head);
}

std::unique_ptr<Source> open_stream(const std::string& path, const Wanted& wanted, Fd file) {
  return stream_source(raw_input(std::move(file)), path, wanted);
}

Result<std::unique_ptr<Source>> open_file_source(const std::string& path, const Wanted& wanted,
                                                 bool regular) {
  if (!regular) {
    Fd file = open_file(path.c_str(), O_RDONLY | O_NOCTTY);
    return file ? Result(open_stream(path, wanted, std::move(file))) : cannot_read(path, errno);
  }
  if (const auto readable = open_log(path, 0); !readable) {
    return Error{readable.error()};
  }
  if (const auto format = format_of(path)) {
    auto chain = std::make_unique<FileChain>(
        1, [path](LogPlace) { return open_log(path, 0); }, LogPlace{});
    auto source = journal_stream(std::move(chain), *format, path, wanted);
    return wanted.direction == Direction::newest_first ? reversed(std::move(source)) : std::move(source);
  }
  std::error_code ignored;
  Container owner = log_owner(fs::absolute(path, ignored).string());
  owner.log = path;
  return text_files({path}, std::make_shared<const Container>(std::move(owner)), TextFormat::any, wanted);
}

/// Adds the logs of a folder: those for whose owner `is_ours` says so.
class Finds {
 public:
  explicit Finds(const Wanted& wanted) : wanted_(wanted) {}

  /// All below `folder`. An error is one of the folder itself: what is below may go while it is walked.
  Result<void> walk(const fs::path& folder) {
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

  /// The log at a path, with those rotated from it, unless it is among them already.
  void add(const fs::path& path) {
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
    sources_.push_back(
        text_files(files, std::make_shared<const Container>(std::move(owner)), format, wanted_));
  }

  Sources take() { return std::move(sources_); }

 private:
  const Wanted& wanted_;
  std::set<std::string> seen_;
  Sources sources_;
};

/// Logs at `<folder>/<id>/<name>`, where `name` may hold the id.
template <typename NameOf>
Result<Sources> one_for_each(const fs::path& folder, const Wanted& wanted, NameOf name_of) {
  std::error_code error;
  std::vector<fs::path> containers;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    containers.push_back(entry->path());
  }
  if (error) {
    return cannot_read(folder.string(), error.value());
  }
  std::sort(containers.begin(), containers.end());
  Finds finds(wanted);
  for (const fs::path& container : containers) {
    const fs::path log = container / name_of(container.filename().string());
    std::error_code ignored;
    if (fs::is_regular_file(log, ignored)) {
      finds.add(log);
    }
  }
  return finds.take();
}

/// Where podman keeps containers: this user's place, and as root every user's.
std::vector<fs::path> podman_roots() {
  std::vector<fs::path> roots;
  constexpr const char* kRootless = "containers/storage";
  if (geteuid() != 0) {
    const char* data = std::getenv("XDG_DATA_HOME");
    const char* home = std::getenv("HOME");
    roots.push_back(data != nullptr ? fs::path(data) / kRootless
                                    : fs::path(home != nullptr ? home : "/") / ".local/share" / kRootless);
    return roots;
  }
  roots.emplace_back("/var/lib/containers/storage");
  std::error_code ignored;
  for (fs::directory_iterator user("/home", ignored), end; !ignored && user != end; user.increment(ignored)) {
    const fs::path root = user->path() / ".local/share" / kRootless;
    std::error_code missing;
    if (fs::is_directory(root, missing)) {
      roots.push_back(root);
    }
  }
  return roots;
}

}  // namespace

Result<Sources> open_docker(const Wanted& wanted, const std::string& root) {
  return one_for_each(fs::path(root) / "containers", wanted,
                      [](const std::string& id) { return id + "-json.log"; });
}

Result<Sources> open_podman(const Wanted& wanted, const std::string& root) {
  const std::vector<fs::path> roots = root.empty() ? podman_roots() : std::vector<fs::path>{root};
  Sources all;
  for (const fs::path& one : roots) {
    Result<Sources> found = one_for_each(one / "overlay-containers", wanted,
                                         [](const std::string&) { return std::string("userdata/ctr.log"); });
    if (!found && roots.size() == 1) {
      return found;
    }
    if (found) {
      std::move(found->begin(), found->end(), std::back_inserter(all));
    }
  }
  return all;
}

Result<Sources> open_cri(const Wanted& wanted, const std::string& folder) {
  Finds finds(wanted);
  const Result<void> walked = finds.walk(folder);
  return walked ? Result(finds.take()) : Error{walked.error()};
}

Result<Sources> open_path(const std::string& path, const Wanted& wanted) {
  Sources sources;
  if (path == "-") {
    Fd input(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
    if (!input) {
      return cannot_read("standard input", errno);
    }
    sources.push_back(open_stream(path, wanted, std::move(input)));
    return sources;
  }
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    return cannot_read(path, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return open_cri(wanted, path);
  }
  Result<std::unique_ptr<Source>> source = open_file_source(path, wanted, S_ISREG(status.st_mode));
  if (!source) {
    return Error{source.error()};
  }
  sources.push_back(std::move(*source));
  return sources;
}

}  // namespace cel
