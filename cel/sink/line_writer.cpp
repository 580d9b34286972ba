// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/line_writer.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <utility>

#include "cel/base/file_status.h"

namespace cel {
namespace {

constexpr unsigned kMemoryDevices = 1;  // major number of /dev/null, /dev/full, …

bool is_null_device(const struct stat& status) {
  return S_ISCHR(status.st_mode) && major(status.st_rdev) == kMemoryDevices && minor(status.st_rdev) == 3;
}

/// Returns whether a write may succeed later: when others free disk space or quota.
bool may_recover(int error) { return error == ENOSPC || error == EDQUOT; }

void sleep_briefly() {
  const timespec span{0, 20'000'000};
  nanosleep(&span, nullptr);
}

}  // namespace

LineWriter LineWriter::own(Fd fd) {
  LineWriter writer;
  writer.own_ = std::move(fd);
  writer.fd_ = writer.own_.get();
  writer.kind_ = Kind::own;
  struct stat status {};
  writer.is_regular_ = file_status(writer.fd_, status) && S_ISREG(status.st_mode);
  return writer;
}

LineWriter LineWriter::inherited(int fd) {
  LineWriter writer;
  writer.fd_ = fd;
  struct stat status {};
  if (!file_status(fd, status)) {
    return writer;
  }
  writer.is_regular_ = S_ISREG(status.st_mode);
  if (S_ISSOCK(status.st_mode)) {
    writer.kind_ = Kind::inherited_socket;
  } else if (S_ISFIFO(status.st_mode)) {
    writer.kind_ = Kind::inherited_pipe;
  } else if (S_ISCHR(status.st_mode)) {
    // A terminal has no write that does not block, but most can be opened again.
    Fd again = open_file(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY);
    LineWriter reopened = again ? own(std::move(again)) : LineWriter();
    return reopened && reopened.writes_same_file_as(writer) ? std::move(reopened) : std::move(writer);
  }
  return writer;
}

bool LineWriter::writes_same_file_as(const LineWriter& other) const {
  struct stat ours {};
  struct stat theirs {};
  return file_status(fd_, ours) && file_status(other.fd_, theirs) && is_same_file(ours, theirs);
}

/// Reserves room for `size` more bytes in a regular file, where its file system can: a disk that is nearly
/// full would take the start of a line, and not even the newline that closes it.
Result<void> LineWriter::reserve(std::size_t size) const {
  struct stat status {};
  if (!is_regular_ || !file_status(fd_, status) ||
      fallocate(fd_, FALLOC_FL_KEEP_SIZE, status.st_size, static_cast<off_t>(size)) == 0) {
    return {};
  }
  return may_recover(errno) || errno == EFBIG ? Error{"there is no room: " + errno_text(errno)}
                                              : Result<void>();
}

Result<void> LineWriter::write_line(std::string_view line, const Deadline& deadline) const {
  if (Result<void> reserved = reserve(line.size()); !reserved) {
    return reserved;
  }
  std::string_view rest = line;
  int error = 0;
  for (;;) {
    const ssize_t written = write_some(rest, deadline);
    if (written > 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
      if (rest.empty()) {
        return {};
      }
      continue;
    }
    error = written == 0 ? EIO : errno;
    const bool torn = rest.size() < line.size();
    if (error == EAGAIN && wait_ready(fd_, POLLOUT, deadline)) {
      continue;
    }
    if (deadline.passed() || !(error == EINTR || (torn && may_recover(error)))) {
      break;
    }
    if (error != EINTR) {
      sleep_briefly();
    }
  }
  std::string message = error == EAGAIN || error == EINTR
                            ? std::string("nobody reads it: it stayed full up to the deadline")
                            : "cannot write: " + errno_text(error);
  if (rest.size() < line.size()) {
    const bool closed = write_some("\n", deadline) == 1;
    message += closed ? "; the line that was begun is closed" : "; the line that was begun stays torn";
  }
  return Error{message};
}

ssize_t LineWriter::write_some(std::string_view bytes, const Deadline& deadline) const {
  if (kind_ == Kind::inherited_socket) {
    return send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  }
  if (kind_ == Kind::inherited_pipe) {
    const iovec vector{const_cast<char*>(bytes.data()), bytes.size()};  // NOLINT: iovec serves reads, too
    const ssize_t written = pwritev2(fd_, &vector, 1, -1, RWF_NOWAIT);
    if (written >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS && errno != EPERM && errno != EINVAL)) {
      return written;
    }
  }
  if (kind_ != Kind::own && !wait_ready(fd_, POLLOUT, deadline)) {
    errno = EAGAIN;
    return -1;
  }
  // This may block where kernel and file offer no other way; the caller's alarm interrupts it.
  return cel::write_some(fd_, bytes.data(), bytes.size());
}

Result<void> check_stream(int fd) {
  struct stat status {};
  if (!file_status(fd, status)) {
    return Error{"is not open: " + errno_text(errno)};
  }
  if (is_null_device(status)) {
    return Error{"is /dev/null, where nobody would read the report"};
  }
  if (S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) || S_ISREG(status.st_mode)) {
    return {};
  }
  if (S_ISCHR(status.st_mode) && major(status.st_rdev) != kMemoryDevices) {
    return {};
  }
  return Error{"is neither a pipe, a socket, a terminal nor a regular file"};
}

}  // namespace cel
