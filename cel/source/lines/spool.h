// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

#include "cel/source/lines/source.h"

namespace cel {

/// Keeps lines that were found, to give them out later in either direction. All spools of a process together
/// keep 12 MiB in memory; what is more goes into a file (overflow.h). Where that cannot be, another 12 MiB
/// stay in memory, and lines beyond are lost and counted.
class Spool {
 public:
  Spool() = default;
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();

  /// Keeps a line; its container is kept as a number of the caller's.
  void add(std::int64_t time, std::uint32_t container, bool bare, std::string_view text);

  struct Kept {
    std::int64_t time = 0;
    std::uint32_t container = 0;
    bool bare = false;
    std::string_view text;  ///< valid until the next call
  };

  /// Takes out the line that was added first of all, or last. Lines come out in one direction until the spool
  /// is empty, and none is added meanwhile. False when it is empty; what a broken disk holds is lost.
  bool take(Direction direction, Kept& line);

  /// Takes no memory for the line that take() gave last, if that was a chunk's last.
  void let_go();

  /// Lines for which there was no room.
  std::uint64_t lost() const { return lost_; }

  /// Bytes that it keeps.
  std::size_t size() const { return size_; }

  /// Whether all spools together keep about as much in memory as they may.
  static bool crowded();

 private:
  struct Chunk {
    std::string lines;         // empty when they are in the file
    std::uint64_t offset = 0;  // in the file
    std::size_t size = 0;      // in the file
  };
  void seal();
  bool load(Direction direction);
  void forget();

  std::deque<Chunk> chunks_;  // full ones, oldest first
  std::string current_;       // that is being filled or emptied
  std::size_t begin_ = 0;     // of what is left in current_
  std::size_t end_ = 0;       // likewise
  std::size_t size_ = 0;
  std::uint64_t lines_ = 0;  // in current_, while it is being filled
  std::uint64_t lost_ = 0;
};

}  // namespace cel
