// SPDX-License-Identifier: Apache-2.0
#include "cel/sink/relay.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <string_view>
#include <utility>

#include "cel/base/text.h"
#include "cel/sink/unix_socket.h"

namespace cel {
namespace {

constexpr std::size_t kMaxAnswer = 1024;

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

  Result<void> deliver(const FramedReport& report, const Deadline& deadline) override {
    // One connection carries one report.
    if (Result<void> opened = open(deadline); !opened) {
      return opened;
    }
    const Fd socket = std::exchange(socket_, Fd());
    if (Result<void> sent = send_all(socket.get(), report.json + "\n", deadline); !sent) {
      return sent;
    }
    shutdown(socket.get(), SHUT_WR);
    const Result<std::string> answer = receive_line(socket.get(), deadline);
    if (!answer) {
      return Error{answer.error()};
    }
    return *answer == "ok" ? Result<void>() : Error{"it answered: " + valid_utf8(*answer)};
  }

 private:
  std::string path_;
  Fd socket_;
};

}  // namespace

std::unique_ptr<Sink> relay(std::string path) { return std::make_unique<Relay>(std::move(path)); }

}  // namespace cel
