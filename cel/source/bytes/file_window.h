// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cel/base/fd.h"

namespace cel {

/// A part of a file, mapped: its bytes are where the page cache has them, and nothing is copied. What
/// somebody truncates away meanwhile reads as zeros (see truncation.h).
class FileWindow {
 public:
  FileWindow() = default;
  /// Maps `size` bytes (more than 0) from `offset` on. Empty when not all of them can be had so (an error of
  /// the disk, a kernel before 5.14): reading tells why.
  FileWindow(const Fd& file, std::uint64_t offset, std::size_t size);
  FileWindow(FileWindow&& other) noexcept;
  FileWindow& operator=(FileWindow&& other) noexcept;
  FileWindow(const FileWindow&) = delete;
  FileWindow& operator=(const FileWindow&) = delete;
  ~FileWindow();

  explicit operator bool() const { return pages_ != nullptr; }
  /// Empty, or as long as was asked for.
  std::string_view bytes() const {
    return pages_ == nullptr ? std::string_view() : std::string_view(pages_ + begin_, size_ - begin_);
  }

 private:
  char* pages_ = nullptr;
  std::size_t begin_ = 0;  // of what was asked for
  std::size_t size_ = 0;   // of all that is mapped
};

}  // namespace cel
