// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>

#include "cel/source/source.h"

namespace cel {

/// Keeps lines that were found, to give them out later in either direction. All stores of a process together
/// keep 12 MiB in memory; what is more goes into a file (overflow.h), from which it is read back piece by
/// piece. Where that cannot be, another 12 MiB stay in memory, and lines beyond are lost and counted.
class LineStore {
 public:
  LineStore() = default;
  LineStore(const LineStore&) = delete;
  LineStore& operator=(const LineStore&) = delete;
  ~LineStore();

  void add(std::int64_t time, bool bare, std::string_view text);

  /// No more lines come for now: where memory is short, those that are kept in it go into the file.
  void close();

  struct Kept {
    std::int64_t time = 0;
    bool bare = false;
    std::string_view text;  ///< valid until the next call
  };

  /// Takes out the line that was added first of all, or last. Lines come out in one direction until the store
  /// is empty, and none is added meanwhile. False when it is empty; what a broken disk holds is lost.
  bool take(Direction direction, Kept& line);

  /// Takes no memory for the line that take() gave last, if that was a chunk's last or was in the file.
  void let_go();

  /// Lines for which there was no room.
  std::uint64_t lost() const { return lost_; }

  /// Bytes that it keeps.
  std::size_t size() const { return size_; }

  /// Whether all stores together keep about as much in memory as they may.
  static bool crowded();

 private:
  /// Lines one behind the other, in memory or in the file. What is before `begin` or behind `end` was taken.
  struct Chunk {
    std::string lines;         // empty when they are in the file
    std::uint64_t offset = 0;  // in the file
    std::size_t size = 0;      // in the file
    std::size_t begin = 0;
    std::size_t end = 0;
  };
  void seal();
  static void load(Chunk& chunk);
  static void drop(Chunk& chunk);
  std::string_view bytes_of(const Chunk& chunk, std::size_t from, std::size_t size);

  std::list<Chunk> chunks_;  // oldest first; takes no memory when empty, as of thousands of logs
  std::string current_;      // the chunk that is being filled
  std::uint64_t lines_ = 0;  // in current_
  std::string line_;         // that was read from the file last
  Chunk taken_;              // the one whose last line take() gave last
  std::size_t size_ = 0;
  std::uint64_t lost_ = 0;
};

}  // namespace cel
