// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/line_store.h"

#include <array>
#include <cstring>
#include <utility>

#include "cel/source/lines/overflow.h"

namespace cel {
namespace {

constexpr std::size_t kMemory = std::size_t{12} << 20U;
constexpr std::size_t kMostMemory = 2 * kMemory;        // where no file takes the rest
constexpr std::size_t kLoaded = std::size_t{2} << 20U;  // besides, of chunks that are read back whole
constexpr std::size_t kChunkSize = std::size_t{64} << 10U;

/// Before and after every line's text, so that it can be walked from both ends.
struct Border {
  std::int64_t time;
  std::uint32_t size;
  bool bare;
};

std::size_t memory = 0;  // that all stores take

void count(std::size_t in, std::size_t out) {
  memory += in;
  memory -= out;
}

/// Assigning an empty string to one would keep its memory.
void free_memory_of(std::string& text) { std::string().swap(text); }

}  // namespace

LineStore::~LineStore() {
  count(0, current_.size());
  drop(taken_);
  for (Chunk& chunk : chunks_) {
    drop(chunk);
  }
}

void LineStore::add(std::int64_t time, bool bare, std::string_view text) {
  std::array<char, sizeof(Border)> border{};
  const Border fields{time, static_cast<std::uint32_t>(text.size()), bare};
  std::memcpy(border.data(), &fields, sizeof fields);
  if (text.size() >= kChunkSize && !current_.empty()) {
    seal();  // it becomes a chunk of its own, so that it takes no memory while its neighbours are taken
  }
  const std::size_t before = current_.size();
  current_.append(border.data(), border.size()).append(text).append(border.data(), border.size());
  ++lines_;
  size_ += current_.size() - before;
  count(current_.size() - before, 0);
  if (current_.size() >= kChunkSize) {
    seal();
  }
}

void LineStore::close() {
  if (crowded() && !current_.empty()) {
    seal();
  }
}

void LineStore::seal() {
  Chunk chunk;
  chunk.end = current_.size();
  if (crowded() && Overflow::shared().write(current_, chunk.offset)) {
    chunk.size = current_.size();
    count(0, chunk.size);
  } else if (memory > kMostMemory) {
    lost_ += lines_;
    size_ -= current_.size();
    count(0, current_.size());
    chunk.end = 0;
  } else {
    current_.shrink_to_fit();
    chunk.lines = std::move(current_);
  }
  free_memory_of(current_);
  lines_ = 0;
  if (chunk.end > 0) {
    chunks_.push_back(std::move(chunk));
  }
}

void LineStore::drop(Chunk& chunk) {
  count(0, chunk.lines.size());
  free_memory_of(chunk.lines);
  if (chunk.size > 0) {
    Overflow::shared().release(std::exchange(chunk.size, 0));
  }
}

/// Reads a small chunk back whole, as far as there is memory for it: one line after the other takes longer.
void LineStore::load(Chunk& chunk) {
  if (chunk.size == 0 || chunk.size > 2 * kChunkSize || memory > kMemory + kLoaded) {
    return;
  }
  std::string lines(chunk.size, '\0');
  if (Overflow::shared().read(chunk.offset, lines)) {
    Overflow::shared().release(std::exchange(chunk.size, 0));
    chunk.lines = std::move(lines);
    count(chunk.lines.size(), 0);
  }
}

/// Valid until the next call; empty when the disk does not give them.
std::string_view LineStore::bytes_of(const Chunk& chunk, std::size_t from, std::size_t size) {
  if (chunk.size == 0) {
    return std::string_view(chunk.lines).substr(from, size);
  }
  line_.resize(size);
  return Overflow::shared().read(chunk.offset + from, line_) ? std::string_view(line_) : std::string_view();
}

bool LineStore::take(Direction direction, Kept& line) {
  const bool first = direction == Direction::oldest_first;
  let_go();
  if (!current_.empty()) {
    seal();
  }
  while (!chunks_.empty()) {
    Chunk& chunk = first ? chunks_.front() : chunks_.back();
    load(chunk);
    Border border{};
    const std::size_t at = first ? chunk.begin : chunk.end - sizeof border;
    const std::string_view bytes = bytes_of(chunk, at, sizeof border);
    if (bytes.size() == sizeof border) {
      std::memcpy(&border, bytes.data(), sizeof border);
      const std::size_t whole = border.size + 2 * sizeof border;
      const std::size_t start = first ? at : chunk.end - whole;
      line = Kept{border.time, border.bare, bytes_of(chunk, start + sizeof border, border.size)};
      (first ? chunk.begin : chunk.end) = first ? start + whole : start;
      size_ -= whole;
    } else {
      size_ -= chunk.end - chunk.begin;
      chunk.begin = chunk.end;
      ++lost_;
    }
    if (chunk.begin == chunk.end) {
      taken_ = std::move(chunk);
      first ? chunks_.pop_front() : chunks_.pop_back();
    }
    if (bytes.size() == sizeof border) {
      return true;
    }
    let_go();
  }
  return false;
}

void LineStore::let_go() {
  drop(taken_);
  free_memory_of(line_);
}

bool LineStore::crowded() { return memory > kMemory; }

}  // namespace cel
