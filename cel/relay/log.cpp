// SPDX-License-Identifier: Apache-2.0
#include "cel/relay/log.h"

#include <poll.h>

#include <utility>

namespace cel {
namespace {

/// The time to finish a line that a stream with room took in part: a terminal, a disk that fills.
constexpr auto kOneLine = std::chrono::milliseconds(10);

}  // namespace

Log::Log(int fd) : fd_(fd), writer_(LineWriter::inherited(fd)) {}

/// Returns poll(2)'s current events of the stream.
short Log::state() const {
  pollfd entry{fd_, POLLOUT, 0};
  return poll_some(&entry, 1, 0) > 0 ? entry.revents : short{0};
}

/// Returns whether a line fits: a pipe that is ready has room for a page, and no line is longer.
bool Log::has_room() const { return state() != 0; }

std::optional<Deadline::Clock::time_point> Log::stalled_since() {
  if (stalled_since_ && !busy() && has_room()) {
    stalled_since_.reset();
  }
  return stalled_since_;
}

Log::Progress Log::write(std::vector<std::string> lines) {
  lines_ = std::move(lines);
  next_ = 0;
  return go_on();
}

Log::Progress Log::go_on() {
  while (next_ < lines_.size()) {
    if (has_room()) {
      const Result<void> written = writer_.write_line(lines_[next_], Deadline::after(kOneLine));
      if (written) {
        stalled_since_.reset();
        ++next_;
        continue;
      }
      // If there is no room, another writer took it.
      if (has_room()) {
        error_ = written.error();
        lost_ = (state() & (POLLERR | POLLHUP)) != 0;
        drop();
        return Progress::failed;
      }
    }
    if (!stalled_since_) {
      stalled_since_ = Deadline::Clock::now();
    }
    return Progress::stalled;
  }
  drop();
  return Progress::written;
}

void Log::drop() {
  lines_.clear();
  next_ = 0;
}

}  // namespace cel
