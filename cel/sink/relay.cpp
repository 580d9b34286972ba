// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/relay.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <utility>

#include "cel/base/random.h"
#include "cel/base/text.h"
#include "cel/sink/unix_socket.h"

namespace cel {
namespace {

constexpr std::size_t kMaxAnswer = 1024;
constexpr std::string_view kBusy = "error busy: ";  // what an answer begins with that will be another soon
constexpr std::chrono::milliseconds kFirstPause(10);
constexpr std::chrono::milliseconds kLongestPause(160);

/// Has the kernel take all of `size` bytes at once, if it lets itself: a message that has come whole is read
/// before any that has not, however busy the machine is.
void make_room(int fd, std::size_t size) {
  const int wanted = static_cast<int>(std::min<std::size_t>(2 * size, INT_MAX));
  int is = 0;
  socklen_t length = sizeof is;
  if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &is, &length) == 0 && is < wanted) {
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted);
  }
}

/// Sleeps for a random time between half of `pause` and all of it, so that those who were refused together do
/// not come back together; not past the deadline.
void sleep_about(std::chrono::milliseconds pause, const Deadline& deadline) {
  const auto random = static_cast<int>(std::strtoul(random_hex(1).c_str(), nullptr, 16));
  const auto part = std::chrono::microseconds(pause) / 2 * (256 + random) / 256;
  const auto time = std::min<std::chrono::nanoseconds>(part, deadline.left());
  const timespec span{0, static_cast<long>(time.count())};
  nanosleep(&span, nullptr);
}

/// Sends everything, or as much as a relay takes that hangs up: it may refuse before it has it all, and its
/// answer says why.
Result<void> send_all(int fd, std::string_view bytes, const Deadline& deadline) {
  while (!bytes.empty()) {
    const ssize_t sent = send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EPIPE || errno == ECONNRESET) {
      return {};
    } else if (errno != EINTR && (errno != EAGAIN || !wait_ready(fd, POLLOUT, deadline))) {
      return Error{errno == EAGAIN ? "it takes nothing up to the deadline"
                                   : "cannot send: " + errno_text(errno)};
    }
  }
  return {};
}

/// The answer up to its newline.
Result<std::string> receive_line(int fd, const Deadline& deadline) {
  std::string line;
  std::array<char, kMaxAnswer> buffer{};
  while (line.size() < kMaxAnswer) {
    const ssize_t size = recv(fd, buffer.data(), buffer.size(), 0);
    if (size > 0) {
      line.append(buffer.data(), static_cast<std::size_t>(size));
      if (const std::size_t end = line.find('\n'); end != std::string::npos) {
        return line.substr(0, end);
      }
    } else if (size == 0 || errno == ECONNRESET) {
      return Error{"it hung up without an answer"};
    } else if (errno != EINTR && (errno != EAGAIN || !wait_ready(fd, POLLIN, deadline))) {
      return Error{errno == EAGAIN ? "it does not answer up to the deadline"
                                   : "cannot receive: " + errno_text(errno)};
    }
  }
  return Error{"its answer has no end"};
}

class Relay : public Sink {
 public:
  explicit Relay(std::string path) : path_(std::move(path)) {}

  std::string name() const override { return "the relay " + path_; }

  Result<void> open(const Deadline& deadline) override {
    if (socket_) {
      return {};
    }
    Result<Fd> connected = connect_unix(path_, SOCK_STREAM, deadline);
    if (!connected) {
      return Error{connected.error()};
    }
    socket_ = std::move(*connected);
    return {};
  }

  /// A relay that is busy is asked again until the deadline.
  Result<void> deliver(const EncodedReport& report, const Deadline& deadline) override {
    const std::string message = report.json + "\n";
    for (auto pause = kFirstPause;; pause = std::min(2 * pause, kLongestPause)) {
      const Result<std::string> answer = ask(message, deadline);
      if (!answer) {
        return Error{answer.error()};
      }
      if (*answer == "ok") {
        return {};
      }
      if (!answer->starts_with(kBusy) || deadline.passed()) {
        return Error{"it answered: " + valid_utf8(*answer)};
      }
      sleep_about(pause, deadline);
    }
  }

 private:
  /// Sends the message over a connection of its own; the relay's answer.
  Result<std::string> ask(const std::string& message, const Deadline& deadline) {
    if (Result<void> opened = open(deadline); !opened) {
      return Error{opened.error()};
    }
    const Fd socket = std::exchange(socket_, Fd());
    make_room(socket.get(), message.size());
    if (Result<void> sent = send_all(socket.get(), message, deadline); !sent) {
      return Error{sent.error()};
    }
    shutdown(socket.get(), SHUT_WR);
    return receive_line(socket.get(), deadline);
  }

  std::string path_;
  Fd socket_;
};

}  // namespace

std::unique_ptr<Sink> relay(std::string path) { return std::make_unique<Relay>(std::move(path)); }

}  // namespace cel
