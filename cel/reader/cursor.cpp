// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/cursor.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <utility>

namespace cel {
namespace {

constexpr std::string_view kFirstLine = R"({"cel":"cursor"})";
constexpr std::size_t kLargest = 1U << 20U;  // bytes of the file, before it is replaced
constexpr std::size_t kRemembered = 4096;    // reports, several times what waits for parts at any moment
constexpr std::size_t kMostLogs = 16384;     // of which positions are kept
constexpr unsigned kMode = 0600;

std::string line_of(const Delivered& report) {
  Json line{{"id", report.id}};
  if (!report.container.empty()) {
    line["container"] = report.container;
  }
  if (!report.user.empty()) {
    line["user"] = report.user;
  }
  return to_line(line) + '\n';
}

std::string line_of(const std::string& log, const Json& position) {
  return to_line(Json{{"log", log}, {"at", position}}) + '\n';
}

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
                       ? path_ + " belongs to a cel follow that runs: end that one, or name another file"
                       : "cannot lock " + path_ + ": " + errno_text(errno)};
    }
  } while (!is_at(status_of(file_), path_));
  return {};
}

Result<void> Cursor::load() {
  std::ifstream file(path_, std::ios::binary);
  if (!file) {
    return errno == ENOENT ? Result<void>() : Error{"cannot read " + path_ + ": " + errno_text(errno)};
  }
  std::string text;
  if (!std::getline(file, text) || text != kFirstLine) {
    return file.eof() && text.empty()
               ? Result<void>()
               : Error{path_ + " is no cursor file of cel: name another, or remove it"};
  }
  while (std::getline(file, text) && !file.eof()) {  // a last line without its newline is torn
    if (const std::optional<Json> line = parse_json(text); line && line->is_object()) {
      take(*line);
    }
  }
  return {};
}

void Cursor::take(const Json& line) {
  const auto at = line.find("at");
  if (const auto log = string_at(line, "log"); log && at != line.end()) {
    if (at->is_null()) {
      positions_.erase(std::string(*log));
    } else {
      positions_[std::string(*log)] = *at;
    }
  } else if (const auto id = string_at(line, "id")) {
    delivered_.push_back({std::string(*id), std::string(string_at(line, "container").value_or("")),
                          std::string(string_at(line, "user").value_or(""))});
  }
}

Result<void> Cursor::add(Delivered report) {
  const std::string line = line_of(report);
  delivered_.push_back(std::move(report));
  if (delivered_.size() > kRemembered) {
    delivered_.pop_front();
  }
  return append(line);
}

void Cursor::move(const std::string& log, Json position) {
  Json& known = positions_[log];
  if (known != position) {
    known = std::move(position);
    unsaved_ += line_of(log, known);
  }
}

void Cursor::forget(const std::string& log) {
  if (positions_.erase(log) > 0) {
    unsaved_ += line_of(log, nullptr);
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
  while (positions_.size() > kMostLogs) {
    positions_.erase(positions_.begin());
  }
  std::string text = std::string(kFirstLine) + '\n';
  for (const auto& [log, position] : positions_) {
    text += line_of(log, position);
  }
  for (const Delivered& report : delivered_) {
    text += line_of(report);
  }
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
