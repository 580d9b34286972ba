// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cel {

/// Lines of a log that the API server sends with their times, as bytes of it come.
class ApiLines {
 public:
  struct Line {
    std::int64_t time = 0;   ///< microseconds; 0: it has none
    std::string_view text;   ///< without time and newline; valid until the next call
    std::uint64_t hash = 0;  ///< of the whole line
  };

  /// Where bytes are to be appended.
  std::string& bytes() { return bytes_; }

  /// Fills `line` with the next whole line; false: there is none.
  bool next(Line& line);

  /// Fills `line` with what stands behind the last newline, at the end of a log; false: nothing does.
  bool rest(Line& line);

  /// Bytes that it holds.
  std::size_t held() const { return bytes_.size() - at_; }

  /// Leaves out what is held of a line that is not whole, and the rest of it.
  void drop();

  /// Forgets everything: another answer begins.
  void clear();

 private:
  std::string bytes_;
  std::size_t at_ = 0;        // of the next line
  std::size_t searched_ = 0;  // up to here there is no newline
  bool skips_ = false;        // the line that comes is to be left out
};

/// The most of one line, in bytes; a longer one is left out.
inline constexpr std::size_t kLongestApiLine = std::size_t{4} << 20U;

}  // namespace cel
