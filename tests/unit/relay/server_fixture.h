// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <csignal>
#include <string>
#include <string_view>

#include "cel/relay/server.h"
#include "cel/sink/unix_socket.h"
#include "tests/unit/sink/temporary.h"

namespace cel::test {

/// A relay in a folder of its own, whose log is a pipe, and which only does something when it is told to.
class Relayed {
 public:
  Relayed() : log_(O_NONBLOCK), run_(open_file(folder_.path().c_str(), O_RDONLY | O_DIRECTORY)) {
    (void)std::signal(SIGPIPE, SIG_IGN);
    Result<std::unique_ptr<RelayServer>> opened =
        RelayServer::open(run_.get(), folder_.path(), log_.writer.get());
    REQUIRE(opened);
    server_ = std::move(*opened);
  }

  RelayServer& server() { return *server_; }
  Pipe& log() { return log_; }
  std::string socket() const { return folder_.file("cel.sock"); }
  void end() { server_.reset(); }

  Fd connect() const {
    Result<Fd> connected = connect_unix(socket(), SOCK_STREAM, Deadline::after(std::chrono::seconds(5)));
    REQUIRE(connected);
    return std::move(*connected);
  }

  /// As often as a message may need that has been sent already.
  void work() {
    for (int i = 0; i < 5; ++i) {
      REQUIRE(server_->turn());
    }
  }

  /// Sends the whole of a message while the relay works.
  void send_all(const Fd& client, std::string_view message) {
    while (!message.empty()) {
      const ssize_t sent = send(client.get(), message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) {
        return;
      }
      message.remove_prefix(sent > 0 ? static_cast<std::size_t>(sent) : 0);
      REQUIRE(server_->turn());
    }
  }

  void send_message(const Fd& client, std::string_view message) {
    send_all(client, message);
    shutdown(client.get(), SHUT_WR);
  }

 private:
  Folder folder_;
  Pipe log_;
  Fd run_;
  std::unique_ptr<RelayServer> server_;
};

/// What the relay has answered so far, empty for nothing, "gone" where it hung up without an answer.
inline std::string answer_to(const Fd& client) {
  std::string answer(200, '\0');
  const ssize_t size = recv(client.get(), answer.data(), answer.size(), MSG_DONTWAIT);
  if (size == 0) {
    return "gone";
  }
  answer.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return answer;
}

inline std::string message_of(const std::string& id, std::size_t size = 0) {
  return R"({"type":"T","executable":"/e","reason":")" + id + R"(","backtrace":")" + std::string(size, 'x') +
         "\",\"time\":1}\n";
}

}  // namespace cel::test
