// SPDX-License-Identifier: Apache-2.0
#include "cel/source/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "cel/source/found_logs.h"
#include "cel/source/journal/journal_stream.h"
#include "cel/source/logs/log_files.h"
#include "cel/source/logs/log_owner.h"
#include "cel/source/streams.h"
#include "cel/source/text/text_files.h"

namespace cel {
namespace {

namespace fs = std::filesystem;

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
  Container owner = LogOwners().owner_of(fs::absolute(path, ignored).string());
  owner.log = path;
  return text_files({path}, std::make_shared<const Container>(std::move(owner)), TextFormat::any, wanted);
}

}  // namespace

Result<Sources> open_docker(const Wanted& wanted, const std::string& root) {
  FoundLogs logs(wanted, Storage::own(root));
  const Result<void> found =
      logs.add_one_for_each("containers", [](const std::string& id) { return id + "-json.log"; });
  return found ? Result(logs.take()) : Error{found.error()};
}

Result<Sources> open_podman(const Wanted& wanted, const Storage& storage, std::string& problem) {
  FoundLogs logs(wanted, storage);
  const Result<void> found = logs.add_one_for_each(
      "overlay-containers", [](const std::string&) { return std::string("userdata/ctr.log"); });
  problem = logs.problem();
  return found ? Result(logs.take()) : Error{found.error()};
}

Result<Sources> open_cri(const Wanted& wanted, const std::string& folder) {
  FoundLogs logs(wanted);
  const Result<void> found = logs.add_below(folder);
  return found ? Result(logs.take()) : Error{found.error()};
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
