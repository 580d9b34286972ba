// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/spool.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

namespace cel {
namespace {

constexpr std::size_t kMemory = std::size_t{16} << 20U;
constexpr std::size_t kChunk = std::size_t{64} << 10U;

/// Before and after every line's text, so that it can be walked from both ends.
struct Frame {
  std::int64_t time;
  std::uint32_t size;
  std::uint32_t container;
  bool bare;
};

/// Where the chunks of all spools are that memory has no room for.
class Overflow {
 public:
  static Overflow& shared() {
    static Overflow overflow;
    return overflow;
  }

  void count(std::size_t in, std::size_t out) {
    const std::lock_guard lock(mutex_);
    memory_ += in;
    memory_ -= out;
  }

  bool crowded() {
    const std::lock_guard lock(mutex_);
    return memory_ > kMemory;
  }

  /// True when the file has it, at `offset`.
  bool write(std::string_view bytes, std::uint64_t& offset) {
    const std::lock_guard lock(mutex_);
    if (!file_ && !open()) {
      return false;
    }
    offset = end_;
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t written =
          pwrite(file_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
      if (written <= 0) {
        return false;
      }
      done += static_cast<std::size_t>(written);
    }
    end_ += bytes.size();
    used_ += bytes.size();
    return true;
  }

  bool read(std::uint64_t offset, std::string& bytes) {
    const std::lock_guard lock(mutex_);
    const ssize_t got = pread(file_.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    return got == static_cast<ssize_t>(bytes.size());
  }

  void release(std::size_t size) {
    const std::lock_guard lock(mutex_);
    used_ -= size;
    end_ = used_ == 0 ? 0 : end_;  // its room is used again
  }

 private:
  bool open() {
    if (tried_) {
      return false;
    }
    tried_ = true;
    const char* folder = std::getenv("TMPDIR");
    file_ = open_file(folder != nullptr && *folder != '\0' ? folder : "/var/tmp", O_TMPFILE | O_RDWR, 0600);
    if (!file_) {
      file_ = open_file("/tmp", O_TMPFILE | O_RDWR, 0600);
    }
    return static_cast<bool>(file_);
  }

  std::mutex mutex_;
  Fd file_;
  bool tried_ = false;
  std::uint64_t end_ = 0;
  std::uint64_t used_ = 0;
  std::size_t memory_ = 0;
};

}  // namespace

Spool::~Spool() {
  forget();
  for (const Chunk& chunk : chunks_) {
    Overflow::shared().count(0, chunk.lines.size());
    Overflow::shared().release(chunk.size);
  }
}

void Spool::add(std::int64_t time, std::uint32_t container, bool bare, std::string_view text) {
  std::array<char, sizeof(Frame)> frame{};
  const Frame fields{time, static_cast<std::uint32_t>(text.size()), container, bare};
  std::memcpy(frame.data(), &fields, sizeof fields);
  const std::size_t before = current_.size();
  current_.append(frame.data(), frame.size()).append(text).append(frame.data(), frame.size());
  end_ = current_.size();
  size_ += end_ - before;
  Overflow::shared().count(end_ - before, 0);
  if (end_ >= kChunk) {
    seal();
  }
}

void Spool::seal() {
  Chunk chunk;
  if (crowded() && Overflow::shared().write(current_, chunk.offset)) {
    chunk.size = current_.size();
    Overflow::shared().count(0, chunk.size);
  } else {
    current_.shrink_to_fit();
    chunk.lines = std::move(current_);
  }
  current_ = {};
  end_ = 0;
  chunks_.push_back(std::move(chunk));
}

void Spool::forget() {
  Overflow::shared().count(0, current_.size());
  current_ = {};
  begin_ = end_ = 0;
}

/// Makes the next chunk the current one.
bool Spool::load(Direction direction) {
  if (chunks_.empty()) {
    return false;
  }
  const bool first = direction == Direction::oldest_first;
  Chunk chunk = std::move(first ? chunks_.front() : chunks_.back());
  first ? chunks_.pop_front() : chunks_.pop_back();
  forget();
  if (chunk.size > 0) {
    current_.resize(chunk.size);
    Overflow::shared().count(chunk.size, 0);
    const bool read = Overflow::shared().read(chunk.offset, current_);
    Overflow::shared().release(chunk.size);
    if (!read) {
      size_ -= chunk.size;
      forget();
    }
  } else {
    current_ = std::move(chunk.lines);
  }
  end_ = current_.size();
  return true;
}

bool Spool::take(Direction direction, Kept& line) {
  const bool first = direction == Direction::oldest_first;
  if (first && begin_ == 0 && !chunks_.empty() && end_ > 0) {
    seal();  // what was added last comes out last
  }
  while (begin_ >= end_) {
    if (!load(direction)) {
      forget();
      return false;
    }
  }
  Frame frame{};
  const std::size_t at = first ? begin_ : end_ - sizeof frame;
  std::memcpy(&frame, current_.data() + at, sizeof frame);
  const std::size_t whole = frame.size + 2 * sizeof frame;
  const std::size_t start = first ? at : end_ - whole;
  line = Kept{frame.time, frame.container, frame.bare,
              std::string_view(current_).substr(start + sizeof frame, frame.size)};
  (first ? begin_ : end_) = first ? start + whole : start;
  size_ -= whole;
  return true;
}

bool Spool::crowded() { return Overflow::shared().crowded(); }

}  // namespace cel
