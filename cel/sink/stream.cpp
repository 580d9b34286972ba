// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/stream.h"

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

/// What of a stream may get better by itself: a disk that others free, a quota.
bool may_recover(int error) { return error == ENOSPC || error == EDQUOT; }

void nap() {
  const timespec span{0, 20'000'000};
  nanosleep(&span, nullptr);
}

}  // namespace

Stream Stream::own(Fd fd) {
  Stream stream;
  stream.own_ = std::move(fd);
  stream.fd_ = stream.own_.get();
  stream.kind_ = Kind::own;
  struct stat status {};
  stream.is_regular_ = file_status(stream.fd_, status) && S_ISREG(status.st_mode);
  return stream;
}

Stream Stream::inherited(int fd) {
  Stream stream;
  stream.fd_ = fd;
  struct stat status {};
  if (!file_status(fd, status)) {
    return stream;
  }
  stream.is_regular_ = S_ISREG(status.st_mode);
  if (S_ISSOCK(status.st_mode)) {
    stream.kind_ = Kind::inherited_socket;
  } else if (S_ISFIFO(status.st_mode)) {
    stream.kind_ = Kind::inherited_pipe;
  } else if (S_ISCHR(status.st_mode)) {
    // A terminal knows no write that does not block, but most let themselves be opened again.
    Fd again = open_file(("/proc/self/fd/" + std::to_string(fd)).c_str(), O_WRONLY | O_NONBLOCK | O_NOCTTY);
    Stream own_stream = again ? own(std::move(again)) : Stream();
    return own_stream && own_stream.leads_to_same_file(stream) ? std::move(own_stream) : std::move(stream);
  }
  return stream;
}

bool Stream::leads_to_same_file(const Stream& other) const {
  struct stat ours {};
  struct stat theirs {};
  return file_status(fd_, ours) && file_status(other.fd_, theirs) && ours.st_dev == theirs.st_dev &&
         ours.st_ino == theirs.st_ino;
}

/// Makes sure that a regular file has room for `size` more bytes, where its file system can tell: a disk that
/// is full to the byte would take the start of a line, and then not even the newline that closes it.
Result<void> Stream::reserve(std::size_t size) const {
  struct stat status {};
  if (!is_regular_ || !file_status(fd_, status) ||
      fallocate(fd_, FALLOC_FL_KEEP_SIZE, status.st_size, static_cast<off_t>(size)) == 0) {
    return {};
  }
  return may_recover(errno) || errno == EFBIG ? Error{"there is no room: " + errno_text(errno)}
                                              : Result<void>();
}

Result<void> Stream::write_line(std::string_view line, const Deadline& deadline) const {
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
      nap();
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

ssize_t Stream::write_some(std::string_view bytes, const Deadline& deadline) const {
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
  // Where the kernel or the file knows no other way this may block; the caller's alarm interrupts it.
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
