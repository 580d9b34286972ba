// SPDX-License-Identifier: Apache-2.0
#include "cel/reader/commands/shipping.h"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <utility>
#include <vector>

#include "cel/reader/commands/command_line.h"
#include "cel/reader/commands/shipped_logs.h"
#include "cel/reader/output/json_report.h"
#include "cel/reader/output/output.h"
#include "cel/ship/shipper.h"
#include "cel/ship/to/destinations.h"

namespace cel {
namespace {

constexpr int kPauseOfSpool = 200;  // milliseconds until the spool may have room again

volatile std::sig_atomic_t stopped = 0;  // by any signal
volatile std::sig_atomic_t hung_up = 0;  // by SIGHUP

using Signals = std::array<int, 3>;
constexpr Signals kShipSignals{SIGINT, SIGTERM, SIGHUP};

void handle_signals() {
  struct sigaction action {};
  action.sa_handler = [](int signal) {
    stopped = 1;
    hung_up = signal == SIGHUP ? 1 : 0;
  };
  for (const int signal : kShipSignals) {
    sigaction(signal, &action, nullptr);
  }
}

/// Threads that are started meanwhile get no signals: these have to end the waiting of this one.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t set{};
    sigemptyset(&set);
    for (const int signal : kShipSignals) {
      sigaddset(&set, signal);
    }
    pthread_sigmask(SIG_BLOCK, &set, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

void allow_many_open_logs() {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    (void)setrlimit(RLIMIT_NOFILE, &files);
  }
}

/// Adds a report or line; waits for room, or for a disk that is not full. False if a signal came meanwhile.
bool add(Shipper& shipper, const Json& item, std::string& problem) {
  do {
    const Spool::Added added = shipper.add(item);
    if (added == Spool::Added::added) {
      if (!std::exchange(problem, {}).empty()) {
        shipper.set_problem({});
      }
      return true;
    }
    const std::string words = added == Spool::Added::full
                                  ? "the spool is full: reading waits for a destination to take something"
                                  : shipper.spool().error();
    if (std::exchange(problem, words) != words) {
      say(words);
      shipper.set_problem(words);
    }
    poll(nullptr, 0, kPauseOfSpool);
  } while (stopped == 0);
  return false;
}

/// Says what is missing of logs, and numbers it.
Follower::GapReceiver gap_teller() {
  return [gaps = std::uint64_t{0}](const LogGap& gap) mutable { say(gap_sentence(gap, ++gaps)); };
}

/// Ships until a signal comes or the logs end; whether nothing is left then.
Result<bool> ship(const Options& options, const ShipChoice& choice, const StateFolder& folder) {
  Result<std::unique_ptr<Shipper>> shipper = [&] {
    const SignalsBlocked blocked;
    return Shipper::open(folder, choice.spool_size, choice.destinations, say);
  }();
  if (!shipper) {
    return Error{shipper.error()};
  }
  Backoff backoff;
  std::string problem;
  const ShippedLogs logs{choice.every_line, folder.file("cursor"),
                         [&](const Json& item) { return add(**shipper, item, problem); },
                         [&] { return (*shipper)->sync(); }, gap_teller()};
  while (stopped == 0) {
    (*shipper)->set_problem({});
    const Result<void> followed = follow_shipped_logs(options, logs, stopped);
    if (followed) {
      break;
    }
    say(followed.error());
    (*shipper)->set_problem(followed.error());
    poll(nullptr, 0, static_cast<int>(backoff.next({}).count()));
  }
  (*shipper)->finish(choice.grace);
  bool is_empty = true;
  for (const auto& queue : (*shipper)->queues()) {
    is_empty = is_empty && queue->counts().position >= (*shipper)->spool().end();
  }
  return is_empty;
}

/// Replaces this program by itself, as it was started. Returns if that cannot be, or its configuration is
/// wrong, which it has said then.
void start_anew() {
  const Result<std::string> line = read_file("/proc/self/cmdline");
  std::vector<const char*> words;
  for (std::size_t at = 0; line && at < line->size(); at = line->find('\0', at) + 1) {
    words.push_back(line->c_str() + at);
  }
  const bool is_right =
      !words.empty() && !read_command_line(static_cast<int>(words.size()), words.data(), 0).exit_status;
  if (is_right) {
    say("starts anew with the configuration as it is now");
    words.push_back(nullptr);
    (void)execv("/proc/self/exe", const_cast<char* const*>(words.data()));  // NOLINT: C's interface
    say("cannot start anew: " + errno_text(errno));
  }
}

}  // namespace

int ship_until_stopped(const Options& options, const ShipChoice& choice) {
  handle_signals();
  allow_many_open_logs();
  for (;;) {
    const Result<StateFolder> folder = StateFolder::open(choice.state);
    const Result<bool> shipped = folder ? ship(options, choice, *folder) : Error{folder.error()};
    if (!shipped) {
      say(shipped.error());
      return kNotFound;
    }
    if (hung_up == 0) {
      if (!*shipped) {
        say("some reports are not delivered yet: they wait in " + choice.state);
      }
      return *shipped || stopped != 0 ? kFound : kNotFound;
    }
    start_anew();
    say("goes on with the configuration as it was");
    stopped = 0;
    hung_up = 0;
  }
}

int show_what_would_be_sent(const Options& options, const ShipChoice& choice) {
  handle_signals();
  std::vector<Settings> destinations = choice.destinations;
  std::vector<std::unique_ptr<Destination>> made;
  made.reserve(destinations.size());
  for (Settings& settings : destinations) {
    made.push_back(std::move(*make_destination(settings)));
  }
  const auto print = [&](const Json& item) {
    for (std::size_t at = 0; at < made.size(); ++at) {
      const std::string text = destinations[at].masked(made[at]->preview(item));
      (void)std::printf("# %s\n%s\n", destinations[at].name.c_str(), text.c_str());  // NOLINT(*-vararg)
    }
    return std::fflush(stdout) == 0;
  };
  const Result<void> ended = follow_shipped_logs(
      options, {choice.every_line, "", print, [] { return Result<void>(); }, gap_teller()}, stopped);
  if (!ended) {
    say(ended.error());
  }
  return ended ? kFound : kNotFound;
}

}  // namespace cel
