// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace cel {

/// The last bytes of a stream, in a ring.
class LastBytes {
 public:
  /// Keeps `size` bytes.
  explicit LastBytes(std::size_t size) : ring_(size, '\0') {}

  std::size_t size() const { return ring_.size(); }

  void keep(const char* bytes, std::size_t size);

  void clear();

  std::string text() const;

 private:
  void advance(std::size_t size);

  std::string ring_;
  std::size_t at_ = 0;  // where the next byte goes
  bool wrapped_ = false;
};

}  // namespace cel
