// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace cel {

/// A buffer of bounded size. When it is full, the middle of its bytes is left out; the start and the end
/// stay.
class Window {
 public:
  /// The place for the next bytes.
  struct Room {
    char* data;
    std::size_t size;
  };

  /// Holds at most `limit` bytes, or fewer if memory is short, but never less than 64 KiB: these are static,
  /// so that only one window may exist at a time.
  explicit Window(std::size_t limit);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window();

  /// Returns room for at least one byte, which may leave out others: see left_out().
  Room room();

  /// Adds the `count` bytes that were put into room().
  void add(std::size_t count) { end_ += count; }

  /// Returns the bytes that are held, as a view that is valid until room(), drop_front() or close_cut() is
  /// called.
  std::string_view bytes() const { return {data_ + begin_, end_ - begin_}; }

  /// Removes the first `count` bytes.
  void drop_front(std::size_t count);

  /// Returns how many bytes were left out at the offset cut() of bytes().
  std::size_t left_out() const { return left_out_; }
  std::size_t cut() const { return cut_ - begin_; }

  /// Puts a marker (record/cut.h) where bytes were left out, and moves the edges of the cut to the next ends
  /// of lines or words. Returns the marker's offset in bytes(); left_out() is 0 afterwards.
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
