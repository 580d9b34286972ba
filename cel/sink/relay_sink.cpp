// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/relay_sink.h"

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
constexpr std::string_view kBusy = "error busy: ";  // the start of an answer that says to try again soon
constexpr std::chrono::milliseconds kFirstPause(10);
constexpr std::chrono::milliseconds kLongestPause(160);

/// Asks the kernel for room for all of `size` bytes: the relay reads a message that has come whole before one
/// that has not, however busy the machine is.
void make_room(int fd, std::size_t size) {
  const int wanted = static_cast<int>(std::min<std::size_t>(2 * size, INT_MAX));
  int is = 0;
  socklen_t length = sizeof is;
  if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &is, &length) == 0 && is < wanted) {
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted);
  }
}

/// Sleeps for a random time from half of `pause` to all of it, but not past the deadline, so that clients
/// that were refused together do not come back together.
void sleep_about(std::chrono::milliseconds pause, const Deadline& deadline) {
  const auto random = static_cast<int>(std::strtoul(random_hex(1).c_str(), nullptr, 16));
  const auto part = std::chrono::microseconds(pause) / 2 * (256 + random) / 256;
  const auto time = std::min<std::chrono::nanoseconds>(part, deadline.left());
  const timespec span{0, static_cast<long>(time.count())};
  nanosleep(&span, nullptr);
}

/// Sends all of `bytes`, or as many as the relay takes before it hangs up: it may refuse early, and its
/// answer tells why.
Result<void> send_all(int fd, std::string_view bytes, const Deadline& deadline) {
  while (!bytes.empty()) {
    const ssize_t sent =
        when_ready(fd, POLLOUT, deadline, [&] { return send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL); });
    if (sent < 0) {
      return errno == EPIPE || errno == ECONNRESET ? Result<void>() : not_sent(errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return {};
}

/// Returns the answer, without its newline.
Result<std::string> receive_line(int fd, const Deadline& deadline) {
  std::string line;
  std::array<char, kMaxAnswer> buffer{};
  while (line.size() < kMaxAnswer) {
    const ssize_t size =
        when_ready(fd, POLLIN, deadline, [&] { return recv(fd, buffer.data(), buffer.size(), 0); });
    if (size > 0) {
      line.append(buffer.data(), static_cast<std::size_t>(size));
      if (const std::size_t end = line.find('\n'); end != std::string::npos) {
        return line.substr(0, end);
      }
    } else if (size == 0 || errno == ECONNRESET) {
      return Error{"it hung up without an answer"};
    } else {
      return Error{errno == EAGAIN ? "it does not answer up to the deadline"
                                   : "cannot receive: " + errno_text(errno)};
    }
  }
  return Error{"its answer has no end"};
}

class RelaySink : public Sink {
 public:
  explicit RelaySink(std::string path) : path_(std::move(path)) {}

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

  /// Asks a busy relay again until the deadline.
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
  /// Sends the message over its own connection, and returns the relay's answer.
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

std::unique_ptr<Sink> relay_sink(std::string path) { return std::make_unique<RelaySink>(std::move(path)); }

}  // namespace cel
