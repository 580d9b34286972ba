// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// The bytes of a text as they were before they were written into strings of strings, JSON or URLs: without
/// backslashes, `\n`, `\x41`, `\u00e9` and `%41` being what they stand for. Two texts that hold the same
/// value in different writings have the same bytes.
class Unescaped {
 public:
  explicit Unescaped(std::string_view text) : text_(text) {}

  /// Goes to the next byte; false at the end.
  bool next();

  unsigned char byte() const { return bytes_[at_in_bytes_]; }

  /// The part of the text that stands for the byte.
  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }

  /// Passes by what is before `at`, and what is left of an escape.
  void skip_to(std::size_t at);

 private:
  void take_escape();

  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::array<unsigned char, 3> bytes_{};  // what text_[begin_, end_) stands for
  std::size_t size_ = 0;
  std::size_t at_in_bytes_ = 0;
};

/// What a string's source stands for: one backslash taken off each escape.
std::string unescaped_once(std::string_view source);

}  // namespace cel
