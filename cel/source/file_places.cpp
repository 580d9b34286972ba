// SPDX-License-Identifier: Apache-2.0
#include "cel/source/file_places.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <iterator>
#include <memory>
#include <utility>

#include "cel/source/engine_places.h"
#include "cel/source/found_logs.h"
#include "cel/source/journal/journal_stream.h"
#include "cel/source/logs/log_files.h"
#include "cel/source/logs/log_owner.h"
#include "cel/source/streams.h"
#include "cel/source/text/file_follow.h"

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

Sources one(std::unique_ptr<Source> source) {
  Sources sources;
  sources.push_back(std::move(source));
  return sources;
}

Result<Sources> open_file_sources(const std::string& path, const Wanted& wanted, bool regular) {
  if (!regular) {
    Fd file = open_file(path.c_str(), O_RDONLY | O_NOCTTY);
    return file ? Result(one(open_stream(path, wanted, std::move(file)))) : cannot_read(path, errno);
  }
  if (const auto readable = open_log(path, 0); !readable) {
    return Error{readable.error()};
  }
  if (const auto format = format_of(path)) {
    auto chain = std::make_unique<FileChain>(
        1, [path](LogPlace) { return open_log(path, 0); }, LogPlace{});
    auto source = journal_stream(std::move(chain), *format, path, wanted);
    return one(wanted.direction == Direction::newest_first ? reversed(std::move(source)) : std::move(source));
  }
  std::error_code ignored;
  Container owner = LogOwners().owner_of(fs::absolute(path, ignored).string());
  owner.log = path;
  Sources sources;
  add_text_files(sources, {path}, std::make_shared<const Container>(std::move(owner)), TextFormat::any,
                 wanted);
  return sources;
}

Result<Sources> open_standard_input(const Wanted& wanted) {
  Fd input(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3));
  return input ? Result(one(open_stream("-", wanted, std::move(input))))
               : cannot_read("standard input", errno);
}

bool is_piped_into() {
  struct stat status {};
  if (fstat(STDIN_FILENO, &status) != 0) {
    return false;
  }
  if (S_ISREG(status.st_mode)) {
    return status.st_size > 0;
  }
  pollfd end{STDIN_FILENO, POLLIN, 0};
  const bool is_over = poll(&end, 1, 0) == 1 && (end.revents & POLLIN) == 0;
  return S_ISFIFO(status.st_mode) && !is_over;
}

std::vector<OpenedPlace> read_files(const PlaceWords& words, const Wanted& wanted) {
  std::vector<OpenedPlace> opened;
  for (const PlaceWord& file : words) {
    std::vector<OpenedPlace> place = opened_place(file.value, open_path(file.value, wanted));
    std::move(place.begin(), place.end(), std::back_inserter(opened));
  }
  return opened;
}

Result<FollowedPlace> follow_files(const PlaceWords& words, const Wanted& wanted) {
  FollowedPlace followed;
  for (const PlaceWord& file : words) {
    Result<std::unique_ptr<LogWatch>> watch = follow_path(file.value, wanted);
    if (!watch) {
      return Error{watch.error()};
    }
    followed.logs.push_back(std::move(*watch));
  }
  return followed;
}

std::vector<OpenedPlace> read_stdin(const PlaceWords& /*words*/, const Wanted& wanted) {
  return opened_place("standard input", open_standard_input(wanted));
}

Result<FollowedPlace> follow_stdin(const PlaceWords& /*words*/, const Wanted& wanted) {
  return followed_place(follow_path("-", wanted));
}

}  // namespace

KnownPlace files_place() {
  return {"files", {}, [] { return false; }, read_files, follow_files};
}

KnownPlace stdin_place() { return {"stdin", {}, is_piped_into, read_stdin, follow_stdin, true}; }

Result<Sources> open_path(const std::string& path, const Wanted& wanted) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    return cannot_read(path, errno);
  }
  if (S_ISDIR(status.st_mode)) {
    return open_folder(wanted, path);
  }
  return open_file_sources(path, wanted, S_ISREG(status.st_mode));
}

}  // namespace cel
