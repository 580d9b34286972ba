// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/last_bytes.h"

#include <algorithm>
#include <cstring>

namespace cel {

void LastBytes::keep(const char* bytes, std::size_t size) {
  if (size > ring_.size()) {
    bytes += size - ring_.size();
    size = ring_.size();
  }
  const std::size_t first = std::min(size, ring_.size() - at_);
  std::memcpy(ring_.data() + at_, bytes, first);
  std::memcpy(ring_.data(), bytes + first, size - first);
  advance(size);
}

void LastBytes::clear() {
  at_ = 0;
  wrapped_ = false;
}

std::string LastBytes::text() const {
  return wrapped_ ? ring_.substr(at_) + ring_.substr(0, at_) : ring_.substr(0, at_);
}

void LastBytes::advance(std::size_t size) {
  wrapped_ = wrapped_ || at_ + size >= ring_.size();
  at_ = (at_ + size) % ring_.size();
}

}  // namespace cel
