// SPDX-License-Identifier: Apache-2.0
#include "cel/base/clock.h"

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <limits>

#include "cel/base/fd.h"

namespace cel {

Deadline::Clock::duration Deadline::left() const {
  return std::max(at_ - Clock::now(), Clock::duration::zero());
}

int Deadline::poll_timeout() const {
  const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(left()).count();
  return static_cast<int>(std::min<std::int64_t>(milliseconds, std::numeric_limits<int>::max()));
}

Deadline Deadline::part(double share) const {
  return after(std::chrono::duration_cast<Clock::duration>(left() * share));
}

std::int64_t unix_time() { return static_cast<std::int64_t>(std::time(nullptr)); }

int poll_some(pollfd* entries, std::size_t count, int wait) {
  const int ready = poll(entries, count, wait);
  if (ready >= 0 || !is_refused(errno)) {
    return ready;
  }
  const timespec span{wait / 1000, wait % 1000 * 1'000'000L};
  return ppoll(entries, count, wait < 0 ? nullptr : &span, nullptr);
}

bool wait_ready(int fd, short events, const Deadline& deadline) {
  // A pseudo-terminal whose output was flushed is ready without waking poll (seen on Linux 6.18), so poll is
  // repeated from time to time.
  constexpr int kSlice = 25;
  for (;;) {
    pollfd entry{fd, events, 0};
    const int wait = std::min(deadline.poll_timeout(), kSlice);
    const int ready = poll_some(&entry, 1, wait);
    if (ready > 0) {
      return true;
    }
    if ((ready < 0 && errno != EINTR) || deadline.passed()) {
      return false;
    }
  }
}

}  // namespace cel
