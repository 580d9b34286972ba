// SPDX-License-Identifier: Apache-2.0
#include "cel/run/init/relay.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "cel/run/process/say.h"
#include "cel/sink/line_writer.h"

namespace cel {
namespace {

constexpr const char* kFolder = "/run/cel";  // where the logger looks
constexpr mode_t kMode = 0755;

Result<Listener> listen_in(const std::string& folder) {
  if (mkdir(folder.c_str(), kMode) != 0 && errno != EEXIST) {
    return Error{"cannot make the folder " + folder + ": " + errno_text(errno)};
  }
  const Fd run = open_file(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  if (!run) {
    return Error{"cannot open the folder " + folder + ": " + errno_text(errno)};
  }
  if (const Result<void> usable = check_stream(STDOUT_FILENO); !usable) {
    return Error{"standard output " + usable.error()};
  }
  return Listener::open(run.get(), folder);
}

}  // namespace

std::unique_ptr<Relay> Relay::open(const RunOptions& options) {
  const bool by_default = !options.relay && getpid() == 1 && geteuid() == 0;
  const std::string folder = by_default ? kFolder : options.relay.value_or("");
  if (folder.empty()) {
    return nullptr;
  }
  Result<Listener> listener = listen_in(folder);
  if (!listener) {
    if (!by_default || options.verbosity >= kSayAll) {
      say("no relay: " + listener.error());
    }
    return nullptr;
  }
  return std::unique_ptr<Relay>(new Relay(std::move(*listener)));
}

int Relay::fd() const { return server_ ? server_->fd() : listener_ ? listener_->fd() : -1; }

int Relay::timeout() { return server_ ? server_->timeout() : -1; }

void Relay::turn() {
  if (listener_) {
    serve();
  }
  if (!server_) {
    return;
  }
  const Result<void> turned = server_->turn();
  if (const auto notice = server_->notice()) {
    say("relay: " + *notice);
  }
  if (!turned) {
    say("no relay any more: standard output: " + turned.error());
    server_.reset();
  }
}

void Relay::serve() {
  auto server = RelayServer::open(std::move(*listener_), STDOUT_FILENO);
  listener_.reset();
  if (server) {
    server_ = std::move(*server);
  } else {
    say("no relay: " + server.error());
  }
}

}  // namespace cel
