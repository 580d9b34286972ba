// SPDX-License-Identifier: Apache-2.0
#include "cel/base/random.h"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>

#include "cel/base/text.h"

namespace cel {

std::string random_hex(std::size_t size) {
  std::array<unsigned char, 16> bytes{};
  if (getrandom(bytes.data(), size, GRND_NONBLOCK) != static_cast<ssize_t>(size)) {
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    const std::array<std::int64_t, 2> words = {(std::int64_t{getpid()} << 32) ^ now.tv_sec, now.tv_nsec};
    std::copy_n(reinterpret_cast<const unsigned char*>(words.data()), bytes.size(), bytes.begin());  // NOLINT
    std::rotate(bytes.begin(), bytes.begin() + 4, bytes.end());
  }
  return hex(bytes.data(), size);
}

}  // namespace cel
