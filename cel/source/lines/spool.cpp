// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/spool.h"

#include <array>
#include <atomic>
#include <cstring>
#include <utility>

#include "cel/source/lines/overflow.h"

namespace cel {
namespace {

constexpr std::size_t kMemory = std::size_t{12} << 20U;
constexpr std::size_t kMostMemory = 2 * kMemory;  // where no file takes the rest
constexpr std::size_t kChunk = std::size_t{64} << 10U;

/// Before and after every line's text, so that it can be walked from both ends.
struct Frame {
  std::int64_t time;
  std::uint32_t size;
  std::uint32_t container;
  bool bare;
};

std::atomic<std::size_t> memory = 0;  // that all spools take

void count(std::size_t in, std::size_t out) {
  memory += in;
  memory -= out;
}

}  // namespace

Spool::~Spool() {
  forget();
  for (const Chunk& chunk : chunks_) {
    count(0, chunk.lines.size());
    Overflow::shared().release(chunk.size);
  }
}

void Spool::add(std::int64_t time, std::uint32_t container, bool bare, std::string_view text) {
  std::array<char, sizeof(Frame)> frame{};
  const Frame fields{time, static_cast<std::uint32_t>(text.size()), container, bare};
  std::memcpy(frame.data(), &fields, sizeof fields);
  if (text.size() >= kChunk && !current_.empty()) {
    seal();  // it becomes a chunk of its own, so that it takes no memory while its neighbours are taken
  }
  const std::size_t before = current_.size();
  current_.append(frame.data(), frame.size()).append(text).append(frame.data(), frame.size());
  end_ = current_.size();
  ++lines_;
  size_ += end_ - before;
  count(end_ - before, 0);
  if (end_ >= kChunk) {
    seal();
  }
}

void Spool::seal() {
  Chunk chunk;
  if (crowded() && Overflow::shared().write(current_, chunk.offset)) {
    chunk.size = current_.size();
    count(0, chunk.size);
  } else if (memory > kMostMemory) {
    lost_ += lines_;
    size_ -= current_.size();
    count(0, current_.size());
  } else {
    current_.shrink_to_fit();
    chunk.lines = std::move(current_);
  }
  current_ = std::string();  // gives its memory back, unlike {}
  end_ = lines_ = 0;
  if (chunk.size > 0 || !chunk.lines.empty()) {
    chunks_.push_back(std::move(chunk));
  }
}

void Spool::forget() {
  count(0, current_.size());
  current_ = std::string();  // gives its memory back, unlike {}
  begin_ = end_ = 0;
  lines_ = 0;
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
    count(chunk.size, 0);
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

void Spool::let_go() {
  if (begin_ >= end_) {
    forget();
  }
}

bool Spool::crowded() { return memory > kMemory; }

}  // namespace cel
