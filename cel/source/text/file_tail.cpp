// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/file_tail.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "cel/source/logs/rotated_files.h"

namespace cel {
namespace {

constexpr std::size_t kReadAtOnce = 256U << 10U;
constexpr std::size_t kHead = 256;
constexpr std::chrono::seconds kOldWriter{2};  // may go on writing to a renamed file
constexpr std::chrono::seconds kMissing{5};    // before a file is gone for good

/// How long ago the file was written to.
std::chrono::nanoseconds age_of(const Fd& file) {
  struct stat status {};
  if (fstat(file.get(), &status) != 0) {
    return {};
  }
  const auto modified =
      std::chrono::seconds(status.st_mtim.tv_sec) + std::chrono::nanoseconds(status.st_mtim.tv_nsec);
  return std::max(std::chrono::nanoseconds(0),
                  std::chrono::system_clock::now().time_since_epoch() - modified);
}

}  // namespace

std::unique_ptr<FileTail> FileTail::of_pipe(int descriptor) {
  auto tail = std::make_unique<FileTail>("-");
  tail->pipe_ = true;
  tail->file_ = Fd(descriptor);
  return tail;
}

void FileTail::let_go() {
  const std::size_t taken = begin_ - buffer_at_;
  buffer_.erase(0, taken);
  buffer_at_ = begin_;
  searched_ -= std::min(searched_, taken);
  buffer_.shrink_to_fit();
}

void FileTail::forget() {
  std::string().swap(buffer_);  // an assignment would keep the memory
  buffer_at_ = begin_;
  searched_ = 0;
}

Result<void> FileTail::resume(const Json& position) {
  const FileMark mark{number_at(position, "inode").value_or(0),
                      std::string(string_at(position, "head").value_or(""))};
  const std::uint64_t offset = number_at(position, "offset").value_or(0);
  std::string path = find_marked(path_, mark, offset, nullptr, storage_);
  const bool found = !path.empty();
  if (!found) {
    path = oldest_readable(path_, storage_);  // all that is there came later
  }
  Result<bool> opened = open(path, found ? offset : 0);
  return opened ? Result<void>() : Error{opened.error()};
}

Result<void> FileTail::begin_at_end() {
  Result<bool> opened = open(path_, 0);
  if (!opened) {
    return Error{opened.error()};
  }
  if (*opened) {
    begin_ = buffer_at_ = read_to_ = offset_of_last_line(file_);
  }
  return {};
}

/// Opens a file of the log; false when it is not there.
Result<bool> FileTail::open(const std::string& path, std::uint64_t offset) {
  Fd file = storage_.open(path);
  if (!file) {
    return errno == ENOENT ? Result<bool>(false) : Error{"cannot read " + path + ": " + errno_text(errno)};
  }
  file_ = std::move(file);
  head_ = head_of(file_, kHead);
  inode_ = inode_of(file_);
  buffer_.clear();
  begin_ = buffer_at_ = read_to_ = offset;
  skips_ = renamed_ = false;
  // By the file's own time: a follower that is killed again and again has no time of its own to wait.
  quiet_since_ = Clock::now() - std::min<Clock::duration>(age_of(file_), kOldWriter);
  return true;
}

Result<bool> FileTail::next(std::string_view& line) {
  while (!over_) {
    if (take_line(line)) {
      return true;
    }
    Result<bool> more = read_more();
    if (more && !*more) {
      more = look_around();
    }
    if (!more || !*more) {
      return more;
    }
  }
  return false;
}

bool FileTail::take_line(std::string_view& line) {
  for (;;) {
    const std::size_t at = begin_ - buffer_at_;
    const std::size_t end = buffer_.find('\n', std::max(at, searched_));
    if (end == std::string::npos) {
      searched_ = buffer_.size();
      if (buffer_.size() - at > kLongestTailLine) {
        skips_ = true;
        begin_ = buffer_at_ + buffer_.size();
      }
      return false;
    }
    line = std::string_view(buffer_).substr(at, end - at);
    line_begin_ = begin_;
    begin_ = buffer_at_ + end + 1;
    if (!std::exchange(skips_, false)) {
      return true;
    }
  }
}

/// Whether something was read.
Result<bool> FileTail::read_more() {
  buffer_.erase(0, begin_ - buffer_at_);
  buffer_at_ = begin_;
  searched_ = buffer_.size();
  const std::size_t size = buffer_.size();
  pollfd ready{file_.get(), POLLIN, 0};
  if (!file_ || (pipe_ && poll(&ready, 1, 0) == 0)) {
    return false;
  }
  static const std::unique_ptr<char[]> block(new char[kReadAtOnce]);  // for all files
  const ssize_t got =
      pipe_ ? read(file_.get(), block.get(), kReadAtOnce)
            : pread(file_.get(), block.get(), kReadAtOnce, static_cast<off_t>(buffer_at_ + size));
  if (got < 0 && errno != EINTR && errno != EAGAIN) {
    return Error{"cannot read " + path_ + ": " + errno_text(errno)};
  }
  buffer_.append(block.get(), static_cast<std::size_t>(got > 0 ? got : 0));
  if (const std::uint64_t end = buffer_at_ + buffer_.size(); end > read_to_) {
    read_to_ = end;
    quiet_since_ = Clock::now();
  }
  if (got == 0 && pipe_) {
    over_ = !end_last_line();
    return !over_;
  }
  return got > 0;
}

/// At the end of what is there: whether the log goes on elsewhere.
Result<bool> FileTail::look_around() {
  if (pipe_) {
    return false;
  }
  const bool quiet = Clock::now() - quiet_since_ >= kOldWriter;
  if (!file_) {
    over_ = Clock::now() - quiet_since_ >= kMissing;
    return open(path_, 0);
  }
  if (size_of(file_) < buffer_at_ + buffer_.size() || head_of(file_, head_.size()) != head_) {
    // Copied and truncated: what was not read yet is in the copy.
    const std::string copy = find_marked(path_, {0, mark_of(head_)}, begin_, &file_, storage_);
    return copy.empty() ? open(path_, 0) : open(copy, begin_);
  }
  if (head_.size() < kHead) {
    head_ = head_of(file_, kHead);
  }
  if (inode_at(path_, storage_) == inode_) {
    quiet_since_ = Clock::now();
    renamed_ = false;
    return false;
  }
  if (!std::exchange(renamed_, true)) {
    return true;  // its last lines may have come just before it was renamed
  }
  const std::string newer = successor(path_, file_, storage_);
  if (newer.empty()) {
    // A new file in which nothing is yet: its writer may still have the old one.
    over_ = inode_at(path_, storage_) == 0 && Clock::now() - quiet_since_ >= kMissing && !end_last_line();
    return false;
  }
  if (!quiet && !one_writer_ && inode_at(newer, storage_) == inode_at(path_, storage_)) {
    return false;
  }
  return end_last_line() ? Result<bool>(true) : open(newer, 0);
}

/// Ends a last line that has no newline, since nothing comes after it. Whether there was one.
bool FileTail::end_last_line() {
  if (begin_ == buffer_at_ + buffer_.size()) {
    return false;
  }
  buffer_ += '\n';
  return true;
}

Json FileTail::position_of(std::uint64_t offset) const {
  return pipe_ ? Json::object() : Json{{"inode", inode_}, {"offset", offset}, {"head", mark_of(head_)}};
}

}  // namespace cel
