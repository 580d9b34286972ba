// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace cel {

/// A moment on the monotonic clock until which something may take.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadline(Clock::time_point at) : at_(at) {}
  static Deadline after(Clock::duration span) { return Deadline(Clock::now() + span); }

  bool passed() const { return Clock::now() >= at_; }

  /// Time that is left, never negative.
  Clock::duration left() const;

  /// Time that is left as poll(2) takes it: milliseconds, rounded up so that a poll never ends just before
  /// the deadline.
  int poll_timeout() const;

  /// The deadline at `share` (0 to 1) of the time that is left.
  Deadline part(double share) const;

 private:
  Clock::time_point at_;
};

/// Seconds since 1970-01-01 UTC.
std::int64_t unix_time();

/// poll(2), with `wait` in milliseconds, by another system call where a seccomp profile refuses that one.
int poll_some(pollfd* entries, std::size_t count, int wait);

/// Waits until `fd` is ready for `events` (poll(2)'s) or the deadline passed; true when ready, which a
/// hang-up or an error is too.
bool wait_ready(int fd, short events, const Deadline& deadline);

}  // namespace cel
