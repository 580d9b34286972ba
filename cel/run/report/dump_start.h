// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cel {

/// Keeps where the last dump in a stream starts that may be longer than any tail of it, and whose cause comes
/// first: of a Go program with thousands of goroutines, of Python's faulthandler, of a sanitizer.
class DumpStart {
 public:
  /// Takes what follows all that was taken before.
  void take(std::string_view bytes);

  /// Goes past bytes that follow all that was taken before, and forgets a dump before them.
  void skip(std::uint64_t bytes);

  void clear() { *this = {}; }

  /// The first bytes of the dump, 32 KiB at most; empty if there was none.
  const std::string& text() const { return text_; }

  /// Where in the stream they start.
  std::uint64_t offset() const { return offset_; }

 private:
  void take_rest_of_line(std::string_view rest);

  std::string line_;  // how the line starts in which the bytes taken so far end
  std::string text_;
  std::uint64_t offset_ = 0;
  std::uint64_t taken_ = 0;
};

}  // namespace cel
