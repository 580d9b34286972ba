// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "cel/source/bytes/file_chain.h"
#include "cel/source/bytes/file_window.h"

namespace cel {

/// The bytes of a chain of files that are looked at just now, in one piece: a window onto the file where
/// there is enough of it, else a copy, as of what is compressed or goes from one file into the next.
class ScanBuffer {
 public:
  /// `chain` outlives the buffer.
  explicit ScanBuffer(FileChain& chain) : chain_(chain) {}

  std::size_t size() const { return end_ - begin_; }
  std::string_view view(std::size_t from, std::size_t to) const { return {data() + from, to - from}; }
  /// Where the byte at an offset is, which may be that behind the last.
  LogPlace place(std::size_t offset) const { return chain_.place(base_ + offset); }
  /// Whether all of the chain is or was in the buffer, as far as extend() found.
  bool at_end() const { return at_end_; }

  /// Takes more bytes in behind the others; false at the end. What view() gave is no longer valid.
  bool extend();
  /// Lets the first `size` bytes go. What view() gave is no longer valid.
  void drop(std::size_t size);

 private:
  const char* data() const { return (window_ ? window_.bytes().data() : copy_.get()) + begin_; }
  void copy_rest();

  FileChain& chain_;
  std::uint64_t base_ = 0;  // the chain's number of the first byte
  FileWindow window_;       // where the bytes are, or else
  std::unique_ptr<char[]> copy_;
  std::size_t capacity_ = 0;  // of the copy
  std::size_t begin_ = 0;     // what is before was dropped
  std::size_t end_ = 0;
  bool at_end_ = false;
};

}  // namespace cel
