// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace cel {

/// Reads the bytes of a text as they were before they were escaped for strings, JSON or URLs, however often:
/// backslashes are dropped, and `\n`, `\x41`, `\u00e9` and `%41` are decoded. The same value gives the same
/// bytes, however it is escaped.
class Unescaped {
 public:
  explicit Unescaped(std::string_view text) : text_(text) {}

  /// Moves to the next byte; returns false at the end of the text.
  bool next();

  unsigned char byte() const { return bytes_[at_in_bytes_]; }

  /// The part of the text, `[begin(), end())`, that encodes the byte.
  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }

  /// Continues at `at`, or at end() if that is later, without the rest of an escape.
  void skip_to(std::size_t at);

 private:
  void take_escape();

  std::string_view text_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::array<unsigned char, 3> bytes_{};  // what text_[begin_, end_) encodes
  std::size_t size_ = 0;
  std::size_t at_in_bytes_ = 0;
};

/// Returns the value of a string's source: each escape loses one backslash.
std::string unescaped_once(std::string_view source);

}  // namespace cel
