// SPDX-License-Identifier: Apache-2.0
#include "cel/logger/window.h"

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "cel/record/cut.h"

namespace cel {
namespace {

constexpr std::size_t kOwn = 64U << 10U;
constexpr std::size_t kMarkerRoom = 64;

// Unused pages take no memory. NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
alignas(4096) std::array<char, kOwn> own_memory;

char* map(std::size_t size) {
  void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? nullptr : static_cast<char*>(memory);  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace

Window::Window(std::size_t limit)
    : limit_(limit), data_(own_memory.data()), capacity_(std::min(kOwn, limit)) {}

Window::~Window() {
  if (data_ != own_memory.data()) {
    munmap(data_, capacity_);
  }
}

Window::Room Window::room() {
  if (end_ == capacity_ && begin_ > 0 && end_ - begin_ <= capacity_ / 4 * 3) {
    std::memmove(data_, data_ + begin_, end_ - begin_);
    cut_ -= std::min(cut_, begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity_) {
    grow();
  }
  if (end_ == capacity_) {
    leave_out();
  }
  return {data_ + end_, capacity_ - end_};
}

/// Grows to the limit at once, since unused memory costs nothing, or to as much of it as there is.
void Window::grow() {
  for (std::size_t size = limit_; size > capacity_; size /= 2) {
    if (char* const memory = map(size)) {
      std::memcpy(memory, data_, end_);
      if (data_ != own_memory.data()) {
        munmap(data_, capacity_);
      }
      data_ = memory;
      capacity_ = size;
      return;
    }
  }
  limit_ = capacity_;
}

/// Removes a quarter of the bytes from the middle on, and moves the end up to the start.
void Window::leave_out() {
  if (left_out_ == 0) {
    cut_ = begin_ + (end_ - begin_) / 2;
  }
  const std::size_t size = (end_ - begin_) / 4;
  std::memmove(data_ + cut_, data_ + cut_ + size, end_ - cut_ - size);
  end_ -= size;
  left_out_ += size;
}

void Window::drop_front(std::size_t count) {
  begin_ += count;
  if (begin_ == end_) {
    begin_ = end_ = 0;
  }
  left_out_ = cut_ < begin_ || end_ == 0 ? 0 : left_out_;
}

std::size_t Window::close_cut() {
  const std::string_view held = bytes();
  const std::size_t start = whole_start(held.substr(0, cut() - kMarkerRoom));
  const std::size_t end = held.size() - whole_end(held.substr(cut()));
  const std::string marker = "\n" + cut_marker(left_out_ + end - start) + "\n";
  std::memcpy(data_ + begin_ + start, marker.data(), marker.size());
  std::memmove(data_ + begin_ + start + marker.size(), data_ + begin_ + end, held.size() - end);
  end_ -= end - start - marker.size();
  left_out_ = 0;
  return start;
}

}  // namespace cel
