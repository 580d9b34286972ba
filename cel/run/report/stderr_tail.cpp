// SPDX-License-Identifier: Apache-2.0
#include "cel/run/report/stderr_tail.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>

#include "cel/trace/left_out.h"

namespace cel {
namespace {

constexpr int kPipe = 1 << 20;  // what an unprivileged pipe may hold
constexpr std::size_t kPiece = 64U << 10U;
constexpr std::uint64_t kFlood = 8U << 20U;
constexpr int kRounds = 16;  // of one pump, so that signals do not wait for a talkative child

std::size_t available_in(int pipe) {
  int bytes = 0;
  return ioctl(pipe, FIONREAD, &bytes) == 0 ? static_cast<std::size_t>(bytes) : 0;
}

/// `type` is one of stat(2)'s.
bool stderr_is(mode_t type) {
  struct stat status {};
  return fstat(STDERR_FILENO, &status) == 0 && (status.st_mode & S_IFMT) == type;
}

/// Our stderr as a description of our own, which alone may be made non-blocking. A socket cannot be opened
/// again, and without /proc nothing can. A file need not be: others write to it at the offset that is shared.
Fd reopened_stderr() {
  return stderr_is(S_IFREG) ? Fd() : open_file("/proc/self/fd/2", O_WRONLY | O_NONBLOCK | O_NOCTTY);
}

}  // namespace

Result<std::unique_ptr<StderrTail>> StderrTail::open(std::size_t size) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) {
    return Error{"--stderr-tail: no pipe: " + errno_text(errno)};
  }
  Fd reading = above_standard(Fd(ends[0]));
  Fd writing = above_standard(Fd(ends[1]));
  fcntl(reading.get(), F_SETPIPE_SZ, kPipe);
  fcntl(reading.get(), F_SETFL, O_NONBLOCK);
  return std::unique_ptr<StderrTail>(
      new StderrTail(size, std::move(reading), std::move(writing), reopened_stderr()));
}

StderrTail::StderrTail(std::size_t size, Fd reading, Fd writing, Fd output)
    : tail_(size),
      reading_(std::move(reading)),
      writing_(std::move(writing)),
      own_output_(std::move(output)),
      output_(own_output_ ? own_output_.get() : STDERR_FILENO),
      never_blocks_(own_output_ || stderr_is(S_IFREG)),
      to_pipe_(stderr_is(S_IFIFO)) {}

int StderrTail::fd() const { return full_ ? output_ : reading_.get(); }

short StderrTail::events() const { return full_ ? POLLOUT : POLLIN; }

void StderrTail::pump() {
  full_ = false;
  for (int round = 0; round < kRounds && !full_; ++round) {
    if (!write_held()) {
      return;
    }
    std::size_t available = reading_ ? available_in(reading_.get()) : 0;
    if (available == 0) {
      behind_ = 0;
      return;
    }
    available -= pass_unread(available);
    if (!full_ && !pass_shared(available) && !read_some(available)) {
      return;
    }
  }
}

std::uint64_t StderrTail::come() const {
  return passed_ + (held_.size() - written_) + (reading_ ? available_in(reading_.get()) : 0);
}

void StderrTail::keep(std::string_view bytes) {
  tail_.keep(bytes.data(), bytes.size());
  dump_.take(bytes);
  kept_ += bytes.size();
  behind_ += bytes.size();
}

void StderrTail::forget() {
  tail_.clear();
  dump_.clear();
  kept_ = 0;
}

std::string StderrTail::text() const {
  std::string tail = tail_.text();
  const std::uint64_t start = kept_ - tail.size();
  const std::uint64_t dumped = dump_.offset() + dump_.text().size();  // to there
  if (dump_.text().empty() || dump_.offset() >= start) {
    return tail;
  }
  return dumped >= start ? dump_.text() + tail.substr(dumped - start)
                         : dump_.text() + '\n' + left_out_line(start - dumped) + '\n' + tail;
}

/// In a flood, bytes that more than a whole tail follows are not looked at: the kernel moves them, without
/// copying.
std::size_t StderrTail::pass_unread(std::size_t available) {
  if (!to_pipe_ || available <= tail_.size() || behind_ < kFlood) {
    return 0;
  }
  const std::size_t unread = available - tail_.size();
  const std::size_t passed = note_passed(
      splice(reading_.get(), nullptr, output_, nullptr, unread, SPLICE_F_NONBLOCK | SPLICE_F_MOVE), unread);
  dump_.skip(passed);
  kept_ += passed;
  return passed;
}

/// Has the kernel give our stderr the pages that are then read here: one copy less. False if it cannot, for
/// what is no pipe.
bool StderrTail::pass_shared(std::size_t available) {
  if (!to_pipe_) {
    return false;
  }
  const std::size_t wanted = std::min(available, kPiece);
  const std::size_t passed = note_passed(tee(reading_.get(), output_, wanted, SPLICE_F_NONBLOCK), wanted);
  if (passed > 0) {
    piece_.resize(passed);
    const ssize_t size = read(reading_.get(), piece_.data(), passed);
    keep(std::string_view(piece_).substr(0, size > 0 ? static_cast<std::size_t>(size) : 0));
  }
  return to_pipe_;
}

/// What the kernel passed on of what is there, from its answer.
std::size_t StderrTail::note_passed(ssize_t passed, std::size_t wanted) {
  to_pipe_ = passed > 0 || (passed < 0 && errno == EAGAIN);
  full_ = to_pipe_ && passed < static_cast<ssize_t>(wanted);
  const std::size_t bytes = passed > 0 ? static_cast<std::size_t>(passed) : 0;
  passed_ += bytes;
  return bytes;
}

/// Reads a piece.
bool StderrTail::read_some(std::size_t available) {
  held_.resize(std::min(available, kPiece));
  const ssize_t size = read(reading_.get(), held_.data(), held_.size());
  held_.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  written_ = 0;
  keep(held_);
  return size > 0;
}

/// Writes what was read; false if some of it is left. A stderr that could not be opened again may be shared
/// with programs that want it blocking: where a pipe is ready it takes PIPE_BUF bytes.
bool StderrTail::write_held() {
  while (written_ < held_.size()) {
    pollfd entry{output_, POLLOUT, 0};
    const bool ready = never_blocks_ || poll(&entry, 1, 0) == 1;
    const std::size_t left = held_.size() - written_;
    const std::size_t size = never_blocks_ ? left : std::min<std::size_t>(left, PIPE_BUF);
    const ssize_t count = ready ? write(output_, held_.data() + written_, size) : -1;
    if (count < 0 && (!ready || errno == EAGAIN)) {
      full_ = true;
      return false;
    }
    if (count < 0 && errno == EPIPE) {
      reading_ = Fd();  // so that the program gets what it would get without us
      return false;
    }
    const std::size_t done = count < 0 ? left : static_cast<std::size_t>(count);
    written_ += done;
    passed_ += done;
  }
  return true;
}

}  // namespace cel
