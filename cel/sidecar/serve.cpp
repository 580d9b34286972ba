// SPDX-License-Identifier: Apache-2.0
#include "cel/sidecar/serve.h"

#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <utility>

#include "cel/base/clock.h"
#include "cel/relay/server.h"
#include "cel/sidecar/ready.h"
#include "cel/sidecar/say.h"

namespace cel {
namespace {

Result<void> relay_until_signal(RelayServer& server, const Fd& signals) {
  std::array<pollfd, 2> entries = {{{server.fd(), POLLIN, 0}, {signals.get(), POLLIN, 0}}};
  for (;;) {
    if (poll_some(entries.data(), entries.size(), server.timeout()) < 0 && errno != EINTR) {
      return Error{"cannot wait for clients: " + errno_text(errno)};
    }
    // Also after a signal: complete messages are still written.
    if (Result<void> turned = server.turn(); !turned) {
      return Error{"standard output: " + turned.error() + "; nobody reads the log any more"};
    }
    if (const auto notice = server.notice()) {
      say("relay: " + *notice);
    }
    if ((entries[1].revents & POLLIN) != 0) {
      return {};
    }
  }
}

}  // namespace

Result<Fd> take_ending_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  Fd signals;
  if (sigprocmask(SIG_BLOCK, &set, nullptr) == 0) {
    signals = above_standard(Fd(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK)));
  }
  return signals ? Result<Fd>(std::move(signals)) : Error{"cannot take signals: " + errno_text(errno)};
}

Result<void> serve(const Volume& volume, const Fd& signals) {
  // A sidecar that was killed has left its mark.
  if (Result<void> unmarked = unmark_ready(volume); !unmarked) {
    return unmarked;
  }
  Result<Fd> run = volume.open_run();
  if (!run) {
    return Error{run.error()};
  }
  Result<std::unique_ptr<RelayServer>> server =
      RelayServer::open(run->get(), volume.path() + "/run", STDOUT_FILENO);
  if (!server) {
    return Error{server.error()};
  }
  if (Result<void> marked = mark_ready(volume); !marked) {
    return marked;
  }
  Result<void> relayed = relay_until_signal(**server, signals);
  Result<void> unmarked = unmark_ready(volume);
  return relayed ? unmarked : relayed;
}

}  // namespace cel
