// SPDX-License-Identifier: Apache-2.0
#include "cel/report/follow/cursor.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kLargest = 1U << 20U;  // bytes of the file, before it is replaced
constexpr std::size_t kMostLogs = 16384;     // whose positions are kept
constexpr unsigned kMode = 0600;

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

struct stat status_of(const Fd& file) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) {
    status = {};
  }
  return status;
}

bool is_at(const struct stat& file, const std::string& path) {
  struct stat named {};
  return stat(path.c_str(), &named) == 0 && file.st_ino == named.st_ino && file.st_dev == named.st_dev;
}

}  // namespace

Result<Cursor> Cursor::open(std::string path) {
  Cursor cursor(std::move(path));
  if (!cursor.path_.empty()) {
    Result<void> ready = cursor.lock();
    if (ready) {
      ready = cursor.load();
    }
    if (ready) {
      ready = cursor.replace();
    }
    if (!ready) {
      return Error{ready.error()};
    }
  }
  return cursor;
}

/// Another process may put a new file in this one's place just before it is locked: then that one is meant.
Result<void> Cursor::lock() {
  do {
    file_ = open_file(path_.c_str(), O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY, kMode);
    if (!file_) {
      return Error{"cannot write " + path_ + ": " + errno_text(errno)};
    }
    if (!S_ISREG(status_of(file_).st_mode)) {
      return Error{path_ + " is no regular file: name another for the cursor"};
    }
    if (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
      return Error{errno == EWOULDBLOCK
                       ? path_ + " belongs to another cel that runs: end that one, or name another file"
                       : "cannot lock " + path_ + ": " + errno_text(errno)};
    }
  } while (!is_at(status_of(file_), path_));
  return {};
}

Result<void> Cursor::load() {
  std::ifstream file(path_, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (!file || file.bad()) {
    return Error{"cannot read " + path_ + ": " + errno_text(errno)};
  }
  std::optional<CursorContent> content = parse_cursor(text);
  if (!content) {
    return Error{path_ + " is no cursor file of cel: name another, or remove it"};
  }
  content_ = std::move(*content);
  return {};
}

Result<void> Cursor::add(Delivered report) {
  const std::string line = cursor_line(report);
  content_.add(std::move(report));
  return append(line);
}

void Cursor::move(const std::string& log, Json position) {
  Json& known = content_.positions[log];
  if (known != position) {
    known = std::move(position);
    unsaved_ += cursor_line(log, known);
  }
}

void Cursor::forget(const std::string& log) {
  if (content_.positions.erase(log) > 0) {
    unsaved_ += cursor_line(log, nullptr);
  }
}

Result<void> Cursor::save() {
  if (path_.empty()) {
    unsaved_.clear();
    return {};
  }
  if (size_ + unsaved_.size() > kLargest) {
    return replace();
  }
  Result<void> kept = append(std::exchange(unsaved_, {}));
  if (kept && !std::exchange(synced_, true) && fdatasync(file_.get()) != 0) {
    return Error{"cannot write " + path_ + ": " + errno_text(errno)};
  }
  return kept;
}

Result<void> Cursor::append(const std::string& lines) {
  if (path_.empty() || lines.empty()) {
    return {};
  }
  size_ += lines.size();
  synced_ = false;
  return write_all(file_.get(), lines) ? Result<void>()
                                       : Error{"cannot write " + path_ + ": " + errno_text(errno)};
}

Result<void> Cursor::replace() {
  while (content_.positions.size() > kMostLogs) {
    content_.positions.erase(content_.positions.begin());
  }
  const std::string text = cursor_text(content_);
  const std::string aside = path_ + ".new";
  const std::size_t slash = path_.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path_.substr(0, slash + 1);
  Fd file = open_file(aside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, kMode);
  if (!file || flock(file.get(), LOCK_EX | LOCK_NB) != 0 || !write_all(file.get(), text) ||
      fsync(file.get()) != 0 || std::rename(aside.c_str(), path_.c_str()) != 0) {
    return Error{"cannot write " + path_ + ": " + errno_text(errno)};
  }
  if (const Fd parent = open_file(folder.c_str(), O_RDONLY | O_DIRECTORY)) {
    fsync(parent.get());
  }
  file_ = std::move(file);
  size_ = text.size();
  unsaved_.clear();
  synced_ = true;
  return {};
}

}  // namespace cel
