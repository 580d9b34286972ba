// SPDX-License-Identifier: Apache-2.0
#include "cel/source/text/file_tail.h"

#include <poll.h>

#include <algorithm>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kReadAtOnce = 256U << 10U;

}  // namespace

std::unique_ptr<FileTail> FileTail::of_pipe(int descriptor) {
  auto tail = std::make_unique<FileTail>("-");
  tail->file_ = TailFile(Fd(descriptor), TailFile::Kind::pipe);
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
  file_.rest();
  buffer_at_ = begin_;
  searched_ = 0;
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
  pollfd ready{file_.descriptor().get(), POLLIN, 0};
  if (!file_ || (file_.is_pipe() && poll(&ready, 1, 0) == 0)) {
    return false;
  }
  static const std::unique_ptr<char[]> block(new char[kReadAtOnce]);  // for all files
  const Result<std::size_t> got = file_.read(buffer_at_ + buffer_.size(), block.get(), kReadAtOnce);
  if (!got && !file_.is_compressed()) {
    return Error{"cannot read " + path_ + ": " + got.error()};
  }
  if (!got) {
    note_gap(opened_ + " cannot be read to its end: " + got.error(), modified_);
  }
  if (got && *got > 0 && was_replaced()) {
    return false;  // these bytes are others' than those before them
  }
  buffer_.append(block.get(), got ? *got : 0);
  if (const std::uint64_t end = buffer_at_ + buffer_.size(); end > read_to_) {
    read_to_ = end;
    quiet_since_ = Clock::now();
  }
  if (file_.is_pipe() && file_.ended()) {
    over_ = !end_last_line();
    return !over_;
  }
  return got && *got > 0;
}

/// Whether the file was truncated and written anew.
bool FileTail::was_replaced() const {
  return !file_.is_pipe() && !file_.is_compressed() && head_of(file_.descriptor(), head_.size()) != head_;
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
  return file_.is_pipe()
             ? Json::object()
             : Json{{"inode", inode_},
                    {"offset", offset},
                    {"head", mark_of(head_)},
                    {"modified", static_cast<std::uint64_t>(std::max<std::int64_t>(modified_, 0))}};
}

}  // namespace cel
