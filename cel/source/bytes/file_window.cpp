// SPDX-License-Identifier: Apache-2.0
#include "cel/source/bytes/file_window.h"

#include <sys/mman.h>
#include <unistd.h>

#include <utility>

#include "cel/source/bytes/truncation.h"

namespace cel {

FileWindow::FileWindow(const Fd& file, std::uint64_t offset, std::size_t size) {
  static const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  survive_truncation();
  begin_ = static_cast<std::size_t>(offset % page);
  size_ = begin_ + size;
  void* mapped =
      mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.get(), static_cast<off_t>(offset - begin_));
  if (mapped == MAP_FAILED) {
    return;
  }
  // All pages at once: a fault for each would cost more than is saved. And what the disk does not give is an
  // error here, where touching it would raise a signal.
  if (madvise(mapped, size_, MADV_POPULATE_READ) != 0) {
    munmap(mapped, size_);
    return;
  }
  pages_ = static_cast<char*>(mapped);
}

FileWindow::FileWindow(FileWindow&& other) noexcept
    : pages_(std::exchange(other.pages_, nullptr)), begin_(other.begin_), size_(other.size_) {}

FileWindow& FileWindow::operator=(FileWindow&& other) noexcept {
  std::swap(pages_, other.pages_);
  std::swap(begin_, other.begin_);
  std::swap(size_, other.size_);
  return *this;
}

FileWindow::~FileWindow() {
  if (pages_ != nullptr) {
    munmap(pages_, size_);
  }
}

}  // namespace cel
