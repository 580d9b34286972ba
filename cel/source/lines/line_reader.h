// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cel/source/bytes/file_chain.h"

namespace cel {

/// Reads lines, and counted bytes between them, of what is read once from its start to its end.
class LineReader {
 public:
  explicit LineReader(FileChain& chain) : chain_(chain) {}

  /// The next line of at most kLongestLine bytes, without its newline, valid until the next call; longer ones
  /// are passed over and counted. False at the end.
  bool line(std::string_view& line);

  /// The next `size` bytes; false when the end comes before.
  bool bytes(std::uint64_t size, std::string& bytes);

  /// Passes over the next `size` bytes; false when the end comes before.
  bool skip(std::uint64_t size);

  std::uint64_t overlong() const { return overlong_; }

 private:
  bool more();

  FileChain& chain_;
  std::string buffer_;
  std::size_t begin_ = 0;
  std::uint64_t overlong_ = 0;
};

}  // namespace cel
