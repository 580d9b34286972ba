// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace cel {

/// A moment on the monotonic clock by which something must be done.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Deadline(Clock::time_point at) : at_(at) {}
  static Deadline after(Clock::duration span) { return Deadline(Clock::now() + span); }

  bool passed() const { return Clock::now() >= at_; }

  /// Returns the remaining time, never negative.
  Clock::duration left() const;

  /// Returns the remaining time for poll(2): milliseconds, rounded up so that a poll never ends just before
  /// the deadline.
  int poll_timeout() const;

  /// Returns the deadline after `share` (0 to 1) of the remaining time.
  Deadline part(double share) const;

 private:
  Clock::time_point at_;
};

/// Returns the seconds since 1970-01-01 UTC.
std::int64_t unix_time();

/// Polls like poll(2), with `wait` in milliseconds, by another system call if a seccomp profile denies poll.
int poll_some(pollfd* entries, std::size_t count, int wait);

/// Waits until `fd` is ready for `events` (poll(2)'s) or the deadline has passed. Returns whether it is
/// ready; a hang-up or an error counts as ready.
bool wait_ready(int fd, short events, const Deadline& deadline);

}  // namespace cel
