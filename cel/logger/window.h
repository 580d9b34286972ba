// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cel {

/// Bytes that come one after the other, in memory of a bounded size: once that is full, the middle is left
/// out, and the start and the end are kept.
class Window {
 public:
  /// Where the next bytes go.
  struct Room {
    char* data;
    std::size_t size;
  };

  /// Holds at most `limit` bytes, fewer where the system has no memory for so many, and always 64 KiB. One
  /// window exists at a time: its first 64 KiB are the program's own, so that they are there whatever
  /// happens.
  explicit Window(std::size_t limit);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window();

  /// At least one byte. To make it, may leave out bytes: see left_out().
  Room room();

  /// Tells that `count` bytes were put into room().
  void add(std::size_t count) { end_ += count; }

  /// What is held. The view is valid up to the next call of room(), drop_front() or close_cut().
  std::string_view bytes() const { return {data_ + begin_, end_ - begin_}; }

  /// Gives up the first `count` bytes.
  void drop_front(std::size_t count);

  /// How many bytes were left out at cut(), an offset within bytes().
  std::size_t left_out() const { return left_out_; }
  std::size_t cut() const { return cut_ - begin_; }

  /// Puts a marker (record/cut.h) where bytes were left out, and moves the cut's edges to the ends of lines
  /// or words nearby, so that no half of a word is shown. Returns the marker's offset in bytes(); from then
  /// on nothing counts as left out.
  std::size_t close_cut();

 private:
  void grow();
  void leave_out();

  std::size_t limit_;
  char* data_;
  std::size_t capacity_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t cut_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace cel
