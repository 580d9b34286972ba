// SPDX-License-Identifier: Apache-2.0
#include "cel/source/lines/scan_buffer.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace cel {
namespace {

// Fits the second-level cache, so that what was read is searched there.
constexpr std::size_t kBlock = std::size_t{256} << 10U;

// Mapping it costs little beside searching it.
constexpr std::size_t kWindow = std::size_t{2} << 20U;

}  // namespace

bool ScanBuffer::extend() {
  if (at_end_) {
    return false;
  }
  if (FileWindow window = chain_.map(base_, kWindow)) {
    window_ = std::move(window);
    copy_.reset();
    capacity_ = begin_ = 0;
    end_ = window_.bytes().size();
    return true;
  }
  if (window_ || capacity_ - end_ < kBlock) {
    copy_rest();
  }
  const std::size_t got = chain_.read(copy_.get() + end_, kBlock);
  at_end_ = got == 0;
  end_ += got;
  return got > 0;
}

/// Into a copy with room for a block, in which they come first.
void ScanBuffer::copy_rest() {
  const std::size_t kept = size();
  const std::size_t needed = kept + kBlock;
  if (capacity_ >= needed) {
    std::memmove(copy_.get(), copy_.get() + begin_, kept);
  } else {
    const std::size_t capacity = std::max(capacity_ + capacity_ / 2, needed + kBlock / 2);
    auto larger = std::make_unique_for_overwrite<char[]>(capacity);
    std::copy_n(data(), kept, larger.get());
    copy_ = std::move(larger);
    capacity_ = capacity;
    window_ = FileWindow();
  }
  begin_ = 0;
  end_ = kept;
}

void ScanBuffer::drop(std::size_t size) {
  begin_ += size;
  base_ += size;
}

}  // namespace cel
