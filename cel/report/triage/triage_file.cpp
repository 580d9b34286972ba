// SPDX-License-Identifier: Apache-2.0
#include "cel/report/triage/triage_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

#include "cel/base/fd.h"
#include "cel/base/small_file.h"
#include "cel/report/triage/triage_text.h"

namespace cel {
namespace {

constexpr std::size_t kLargestState = 16U << 20U;
constexpr unsigned kStateMode = 0600;
constexpr unsigned kStateFolderMode = 0700;

Error cannot_write(const std::string& path) {
  return Error{"cannot write " + path + ": " + errno_text(errno)};
}

Result<Triage> triage_in(const std::string& text, const std::string& path) {
  Result<Triage> triage = parse_triage(text);
  return triage ? std::move(triage) : Error{path + ": " + triage.error()};
}

/// Where the file is that a link at `path` leads to: that one is replaced, not the link.
std::string behind_links(const std::string& path) {
  char* const found = realpath(path.c_str(), nullptr);
  std::string real = found == nullptr ? path : found;
  std::free(found);  // NOLINT(*-no-malloc): realpath's
  return real;
}

void make_folders_of(const std::string& path) {
  for (std::size_t slash = path.find('/', 1); slash != std::string::npos; slash = path.find('/', slash + 1)) {
    (void)mkdir(path.substr(0, slash).c_str(), kStateFolderMode);
  }
}

/// Opens the file and waits for its lock. Another process may put a new file in its place meanwhile: then
/// that one is meant.
Result<Fd> locked(const std::string& path) {
  for (;;) {
    Fd file = open_file(path.c_str(), O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY, kStateMode);
    if (!file && errno == ENOENT) {
      make_folders_of(path);
      file = open_file(path.c_str(), O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY, kStateMode);
    }
    if (!file) {
      return cannot_write(path);
    }
    while (flock(file.get(), LOCK_EX) != 0) {
      if (errno != EINTR) {
        return Error{"cannot lock " + path + ": " + errno_text(errno)};
      }
    }
    struct stat locked_one {};
    struct stat named {};
    if (fstat(file.get(), &locked_one) == 0 && stat(path.c_str(), &named) == 0 &&
        locked_one.st_ino == named.st_ino && locked_one.st_dev == named.st_dev) {
      return file;
    }
  }
}

bool write_text(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return fsync(file) == 0;
}

/// Puts a file with the text in the place of the one that is locked, for the same users.
Result<void> put_text(const std::string& path, const Fd& before, const std::string& text) {
  struct stat status {};
  const std::string aside = path + ".new";
  const Fd file = open_file(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, kStateMode);
  if (!file || fstat(before.get(), &status) != 0) {
    return cannot_write(aside);
  }
  (void)fchown(file.get(), status.st_uid, status.st_gid);
  (void)fchmod(file.get(), status.st_mode & 0777U);
  if (!write_text(file.get(), text) || std::rename(aside.c_str(), path.c_str()) != 0) {
    const Error failure = cannot_write(path);
    (void)unlink(aside.c_str());
    return failure;
  }
  const std::string folder = path.find('/') == std::string::npos ? "." : path.substr(0, path.rfind('/') + 1);
  if (const Fd parent = open_file(folder.c_str(), O_RDONLY | O_DIRECTORY)) {
    (void)fsync(parent.get());
  }
  return {};
}

}  // namespace

Result<Triage> read_triage(const std::string& path) {
  const Result<std::optional<std::string>> text = read_small_file(path, kLargestState);
  if (!text) {
    return Error{text.error()};
  }
  return triage_in(text->value_or(""), path);
}

Result<void> change_triage(const std::string& path, const std::function<void(Triage&)>& change) {
  const std::string real = behind_links(path);
  const Result<Fd> file = locked(real);
  if (!file) {
    return Error{file.error()};
  }
  const Result<std::string> text = read_small_file(file->get(), real, kLargestState);
  Result<Triage> triage = text ? triage_in(*text, real) : Error{text.error()};
  if (!triage) {
    return Error{triage.error() + "; nothing was changed: correct the file, or move it away"};
  }
  change(*triage);
  const std::string changed = triage_text(*triage);
  if (changed.size() > kLargestState) {
    return Error{real + " would become too large: remove what nobody needs any more"};
  }
  return put_text(real, *file, changed);
}

std::string stamp_of_file(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) {
    return {};
  }
  return std::to_string(status.st_dev) + ' ' + std::to_string(status.st_ino) + ' ' +
         std::to_string(status.st_size) + ' ' + std::to_string(status.st_mtim.tv_sec) + ' ' +
         std::to_string(status.st_mtim.tv_nsec);
}

}  // namespace cel
